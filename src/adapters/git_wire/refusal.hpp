#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/push_messages.hpp"
#include "base/error.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// What the host of a repository offers besides git: GitHub's API.
class PushFallback {
 public:
  virtual ~PushFallback() = default;

  /// Makes all of `updates`, or none, without a push. `git` lists the refs where the result is not
  /// known.
  /// @return `conflict` if one of the refs is not as expected, and nothing has changed;
  ///         `rejected_by_server` if this way is refused as well; `unavailable`, `protocol` or
  ///         `interrupted`.
  [[nodiscard]] virtual Expected<ports::Updated> update(
      const std::vector<ports::TagUpdate>& updates, ports::TagStore& git) = 0;

  /// The active rules for tags, at most ten, each as a line of text: the rule's name, its page,
  /// and who may bypass it.
  [[nodiscard]] virtual Expected<std::vector<std::string>> tag_rules() = 0;
};

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

/// Handles the refusal of a push of `updates`: a token that may not push workflow files may still
/// write through `fallback`, which also names the rules.
/// @param git    lists the refs.
/// @param fallback  nullptr if there is none.
/// @return what `fallback` wrote; else the refusal, with all that is known about it.
[[nodiscard]] Expected<ports::Updated> after_refusal(PushRefusal refusal,
                                                     const std::vector<ports::TagUpdate>& updates,
                                                     ports::TagStore& git, PushFallback* fallback);

/// The state of the refs after a write whose result is not known.
enum class Found { as_wanted, as_before, otherwise };

/// Lists the refs of `commands` from `store`.
/// @return what TagStore::list fails with.
[[nodiscard]] Expected<Found> verify_refs(ports::TagStore& store,
                                          const std::vector<PushCommand>& commands);

/// `error`, if the result of the write could not be determined.
[[nodiscard]] Error unknown_outcome(Error error);

}  // namespace shiptag::adapters::git_wire
