#pragma once
#include <string>
#include <vector>

#include "adapters/git_wire/push_messages.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/github/api.hpp"

namespace shiptag::adapters::github {

/// Writes tags with GitHub's API, if a push that the API may allow is refused: their objects one
/// by one, then all refs at once, each from the value that it must still have.
/// Source: GitHub's "REST API endpoints for Git tags", and GraphQL's `updateRefs`.
class TagWriter final : public git_wire::PushFallback {
 public:
  explicit TagWriter(Api& api) : api_(api) {}

  [[nodiscard]] Expected<ports::Updated> update(const std::vector<ports::TagUpdate>& updates,
                                                ports::TagStore& git) override;
  /// The active tag rulesets of the account's repository, including those of its organization.
  /// @return `permission` if GitHub does not show them, and what Api::get fails with.
  /// Source: GitHub's "REST API endpoints for rules".
  [[nodiscard]] Expected<std::vector<std::string>> tag_rules() override;

 private:
  using Commands = std::vector<git_wire::PushCommand>;

  [[nodiscard]] Expected<std::string> repository_id();
  [[nodiscard]] Expected<Commands> make_objects(const std::vector<ports::TagUpdate>& updates);
  [[nodiscard]] Expected<domain::ObjectId> make_object(const std::string& name,
                                                       const ports::NewTag& tag);
  [[nodiscard]] Expected<void> move_refs(const std::string& repository, const Commands& commands);

  Api& api_;
};

}  // namespace shiptag::adapters::github
