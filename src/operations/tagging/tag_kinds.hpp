#pragma once
#include <optional>
#include <string>
#include <vector>

#include "domain/version_tag.hpp"
#include "operations/context.hpp"
#include "operations/reading/sub_project.hpp"
#include "operations/tagging/tag.hpp"

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
void describe_tag(const domain::VersionTag& tag, domain::Outcome& outcome);

/// A tag, and what is to be written for it.
struct TagPlan {
  domain::VersionTag tag;
  std::vector<ports::TagUpdate> updates;  ///< May be none.
  ReasonCode code;
  std::string headline;  ///< Once it is done.
};

/// Ends as `plan` says, after writing what is to be written. @return as TagStore::update().
[[nodiscard]] Expected<void> carry_out(TagPlan plan, const TagRequest& request, Context& context);

/// Starts the workflow that `tag`, once it is written (`created`, `moved`), should start.
/// @param version  the one it stands for, if there is one.
void dispatch(const domain::VersionTag& tag, const std::optional<domain::Version>& version,
              const TagRequest& request, Context& context);

}  // namespace shiptag::operations
