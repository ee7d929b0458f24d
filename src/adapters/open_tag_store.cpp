#include "adapters/open_tag_store.hpp"

#include "adapters/git_local/local_tag_store.hpp"
#include "adapters/git_local/open_repository.hpp"
#include "adapters/git_wire/http_tag_store.hpp"
#include "adapters/http/url.hpp"

namespace shiptag::adapters {
namespace {

constexpr std::string_view github = "https://github.com";
constexpr std::string_view workflow_token = "ghs_";

Expected<std::string> remote_of(const RemoteRequest& request, const domain::RunContext& run,
                                const Expected<git_local::WorkspaceRepository>& workspace) {
  if (!request.remote.empty()) return request.remote;
  if (!run.server_url.empty() && !run.repository.empty())
    return run.server_url + "/" + run.repository + ".git";
  if (!workspace) return fail(while_doing("finding the remote", workspace.error()));
  if (workspace->origin) return *workspace->origin;
  return fail(ReasonCode::invalid_input,
              "remote is not set, and there is no repository with an origin here",
              "set remote to an https:// URL or a path, or run inside a clone");
}

bool is_on_github(const std::string& remote, const domain::RunContext& run) {
  const std::string server = run.server_url.empty() ? std::string(github) : run.server_url;
  return http::origin_of(remote) == http::origin_of(server);
}

domain::Notice kept_back(const std::string& remote) {
  const std::string origin = http::origin_of(remote);
  return {.level = domain::Notice::Level::warning,
          .title = "Token not sent",
          .message = "the workflow's own token is only for GitHub and was not sent to " +
                     (origin.empty() ? "this remote" : origin) +
                     "; set token to one for that server"};
}

}  // namespace

Expected<RemoteChoice> choose_remote(const RemoteRequest& request, const domain::RunContext& run,
                                     const Expected<git_local::WorkspaceRepository>& workspace) {
  auto remote = remote_of(request, run, workspace);
  if (!remote) return fail(remote.error());
  RemoteChoice choice{.remote = *std::move(remote), .token = {}};
  if (git_local::is_local_remote(choice.remote)) return choice;
  const bool on_github = is_on_github(choice.remote, run);
  if (request.token.empty()) {
    if (on_github) choice.token = request.github_token;
  } else if (!on_github && request.token.starts_with(workflow_token)) {
    choice.notice = kept_back(choice.remote);
  } else {
    choice.token = request.token;
  }
  return choice;
}

Expected<std::unique_ptr<ports::TagStore>> open_tag_store(const RemoteChoice& choice,
                                                          std::chrono::milliseconds time_limit,
                                                          const git_wire::World& world,
                                                          git_wire::PushFallback* fallback) {
  if (git_local::is_local_remote(choice.remote))
    return std::make_unique<git_local::LocalTagStore>(choice.remote,
                                                      git_local::Patience(world.clock, time_limit));
  auto url = git_wire::RemoteUrl::parse(choice.remote, choice.token);
  if (!url) return fail(url.error());
  return std::make_unique<git_wire::HttpTagStore>(
      world, git_wire::Remote{*std::move(url), choice.token, time_limit}, fallback);
}

}  // namespace shiptag::adapters
