#pragma once
#include <string>
#include <string_view>

#include "adapters/git_wire/push_report.hpp"
#include "base/error.hpp"

namespace shiptag::adapters::git_wire {

enum class Token { given, none };

/// An answer that is not what was asked for.
struct HttpRefusal {
  std::string remote;  ///< Fit for messages.
  Token token = Token::none;
  int status = 0;
  std::string content_type = {};
  std::string body = {};  ///< Its beginning, as it came.
};

/// What an HTTP status says, with the fix: `permission` for 401, 403, 404; `unavailable` for 408,
/// 429 and 5xx; else `protocol`.
[[nodiscard]] Error refused_by_status(const HttpRefusal& refusal);

/// What a push report says that is not all `ok`, with the fix. Wordings are git's, JGit's,
/// Gitea's and GitHub's; one that nobody knows is `rejected_by_server`.
/// @return `conflict`, `permission`, `rejected_by_server`, `invalid_input`, or `unavailable` for
///         a fault of the server that may pass.
[[nodiscard]] Error refused_by_report(const PushReport& report);

}  // namespace shiptag::adapters::git_wire
