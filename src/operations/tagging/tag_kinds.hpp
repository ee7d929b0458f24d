#pragma once
#include "operations/context.hpp"
#include "operations/reading/sub_project.hpp"
#include "operations/request.hpp"

namespace shiptag::operations {

// The three kinds of tag, each an operation of its own behind `tag`.

[[nodiscard]] Expected<void> tag_version(const TagRequest& request, const SubProject& sub_project,
                                         Context& context);
[[nodiscard]] Expected<void> tag_state(const TagRequest& request, const SubProject& sub_project,
                                       Context& context);
[[nodiscard]] Expected<void> tag_environment(const TagRequest& request, Context& context);

/// An annotated tag of this run on `commit`.
/// @param title  the message's first line; who made it, and an override, follow.
[[nodiscard]] ports::NewTag new_tag(const domain::ObjectId& commit, const std::string& title,
                                    const std::optional<domain::Override>& override_used,
                                    Ports& ports);

/// Sets the entity and the outputs of `tag`.
void describe_tag(const domain::VersionTag& tag, Context& context);

}  // namespace shiptag::operations
