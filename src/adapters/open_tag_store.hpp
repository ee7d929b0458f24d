#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "adapters/git_local/workspace_repository.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/git_wire/session.hpp"
#include "domain/outcome.hpp"
#include "domain/run_context.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters {

/// Which repository's tags to use, and with which token.
struct RemoteRequest {
  std::string remote = {};        ///< As given; empty: the workflow's repository, else `origin`.
  std::string token = {};         ///< As given; may be empty.
  std::string github_token = {};  ///< GITHUB_TOKEN: for GitHub alone, where no token is given.
};

/// The repository that is meant, and what may be shown to its server.
struct RemoteChoice {
  std::string remote;
  std::string token;  ///< Empty if there is none for this server.
  std::optional<domain::Notice> notice = {};
};

/// Chooses the repository and the token.
///
/// A token that GitHub made for a workflow (`ghs_…`) is the default of the action's input, so it
/// is not sent to any other server, which could misuse it; nor is GITHUB_TOKEN.
/// @param workspace  used only if the remote is neither given nor the workflow's.
/// @return `invalid_input` if there is no remote; what `workspace` failed with.
[[nodiscard]] Expected<RemoteChoice> choose_remote(
    const RemoteRequest& request, const domain::RunContext& run,
    const Expected<git_local::WorkspaceRepository>& workspace);

/// Opens the tags of `choice.remote`: over HTTP, or on this machine for a path or a `file://` URL.
/// @param fallback  what the server of `choice.remote` offers besides git, or nullptr; outlives the
///               result.
/// @return `invalid_input` if it is neither.
[[nodiscard]] Expected<std::unique_ptr<ports::TagStore>> open_tag_store(
    const RemoteChoice& choice, std::chrono::milliseconds time_limit, const git_wire::World& world,
    git_wire::PushFallback* fallback = nullptr);

}  // namespace shiptag::adapters
