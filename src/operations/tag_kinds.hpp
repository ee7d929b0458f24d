#pragma once
#include "operations/request.hpp"
#include "operations/scope.hpp"
#include "operations/world.hpp"

namespace shiptag::operations {

// The three kinds of tag, each an operation of its own behind `tag`.

[[nodiscard]] Expected<void> tag_version(const TagRequest& request, const Scope& scope, Run& run);
[[nodiscard]] Expected<void> tag_state(const TagRequest& request, const Scope& scope, Run& run);
[[nodiscard]] Expected<void> tag_environment(const TagRequest& request, Scope scope, Run& run);

/// An annotated tag of this run on `commit`.
/// @param title  the message's first line; who made it, and an override, follow.
[[nodiscard]] ports::NewTag new_tag(const domain::ObjectId& commit, const std::string& title,
                                    const std::optional<domain::OverrideRecord>& override_record,
                                    World& world);

/// Sets the entity and the outputs of `tag`.
void describe_tag(const domain::VersionTag& tag, Run& run);

}  // namespace shiptag::operations
