#include "adapters/github/account.hpp"

#include "adapters/http/url.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

constexpr std::string_view github = "https://github.com";

bool is_name(std::string_view part) {
  constexpr std::string_view legal =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !part.empty() && part != "." && part != ".." &&
         part.find_first_not_of(legal) == std::string_view::npos;
}

/// `owner/name` of an address of a repository; nullopt if its path is not of that form.
std::optional<std::string> repository_of(std::string_view remote) {
  const std::string whole = http::path_of(remote);
  std::string_view path = whole;
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  const auto parts = split(path, '/');
  if (parts.size() != 2 || !is_name(parts[0]) || !is_name(parts[1])) return std::nullopt;
  return std::string(path);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

Expected<void> check_encrypted(std::string_view variable, const std::string& url) {
  if (http::origin_of(url).starts_with("https://") || http::is_loopback(url)) return {};
  return fail(ReasonCode::invalid_input,
              std::string(variable) + " is " + in_quotes(url) +
                  ", where the token would be sent unencrypted",
              "use an address that starts with https://");
}

}  // namespace

Expected<std::optional<Account>> account_for(std::string_view remote, std::string_view token,
                                             const domain::RunContext& run,
                                             std::chrono::milliseconds time_limit) {
  const std::string server(run.server_url.empty() ? github : run.server_url);
  const bool is_there = !token.empty() && !http::origin_of(remote).empty() &&
                        http::origin_of(remote) == http::origin_of(server);
  const auto repository = is_there ? repository_of(remote) : std::nullopt;
  if (!repository) return std::nullopt;

  // Another server is one of GitHub's if its runner names both APIs; Gitea's names no GraphQL.
  const bool is_github_com = http::origin_of(server) == github;
  if (!is_github_com && (run.api_url.empty() || run.graphql_url.empty())) return std::nullopt;
  Account account{.server_url = http::origin_of(server),
                  .repository = *repository,
                  .run_repository = run.repository.empty() ? *repository : run.repository,
                  .token = std::string(token),
                  .time_limit = time_limit / 2};
  const auto named = [](const std::string& url, const char* otherwise) {
    return url.empty() ? std::string(otherwise) : without_slash(url);
  };
  account.api_url = named(run.api_url, "https://api.github.com");
  account.graphql_url = named(run.graphql_url, "https://api.github.com/graphql");
  if (auto ok = check_encrypted("GITHUB_API_URL", account.api_url); !ok) return fail(ok.error());
  if (auto ok = check_encrypted("GITHUB_GRAPHQL_URL", account.graphql_url); !ok)
    return fail(ok.error());
  return account;
}

std::string path_segment(std::string_view text) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  const bool is_folder = text == "." || text == "..";
  std::string segment;
  for (const char c : text) {
    if (unreserved.find(c) != std::string_view::npos || (c == '.' && !is_folder)) {
      segment += c;
      continue;
    }
    const unsigned byte = static_cast<unsigned char>(c);
    segment += '%';
    segment += digits[byte >> 4U];
    segment += digits[byte & 15U];
  }
  return segment;
}

bool is_run_id(std::string_view id) noexcept {
  constexpr std::size_t longest = 20;  // 2^64
  return !id.empty() && id.size() <= longest &&
         id.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace shiptag::adapters::github
