#pragma once
#include <string>
#include <string_view>

#include "adapters/git_wire/push_report.hpp"
#include "base/error.hpp"

namespace shiptag::adapters::git_wire {

enum class Token { given, none };

/// A response that is not the one that was requested.
struct HttpRefusal {
  std::string remote;  ///< Fit for messages.
  Token token = Token::none;
  int status = 0;
  std::string content_type = {};
  std::string body = {};  ///< Its beginning, verbatim.
};

/// What an HTTP status says, with the fix: `permission` for 401, 403, 404; `unavailable` for 408,
/// 429 and 5xx; else `protocol`.
[[nodiscard]] Error refused_by_status(const HttpRefusal& refusal);

/// Why a server refused a push, where that calls for more than the message.
enum class RefusedFor {
  workflows,  ///< The token cannot write workflow files, which the commit has.
  creation,   ///< A rule about creating tags, or the name of a deleted immutable release.
  rule,       ///< Another rule of the repository.
  lock,       ///< A lock file on the server: nothing was written, and a retry may work.
  other,
};

struct PushRefusal {
  Error error;
  RefusedFor cause = RefusedFor::other;
  std::string_view remedy = {};  ///< Lines that say how to do what the hint says; may be empty.
};

/// What a push report that is not all `ok` means, with the fix. The wordings are git's, JGit's,
/// Gitea's and GitHub's; an unknown one is `rejected_by_server`.
/// @return `conflict`, `permission`, `rejected_by_server`, `invalid_input`, or `unavailable` for
///         a server error that may be temporary.
[[nodiscard]] PushRefusal refused_by_report(const PushReport& report);

}  // namespace shiptag::adapters::git_wire
