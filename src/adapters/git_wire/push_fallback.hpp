#pragma once
#include <string>
#include <vector>

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

}  // namespace shiptag::adapters::git_wire
