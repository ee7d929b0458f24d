#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/capabilities.hpp"
#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// One ref of a push: changed from `old_id` to `new_id`; a zero id means "no ref".
struct PushCommand {
  std::string name;  ///< Without `refs/tags/`.
  domain::ObjectId old_id;
  domain::ObjectId new_id;
};

/// A push, ready to be sent as often as it takes: the same bytes make the same objects.
struct PushRequest {
  std::vector<PushCommand> commands;
  std::string pack;  ///< Empty if there are only deletions.
};

/// @return `invalid_input` if git does not allow a name, or an update asks for nothing.
[[nodiscard]] Expected<PushRequest> make_push(const std::vector<ports::TagUpdate>& updates);

/// What we use with a server that was not asked for its capabilities.
[[nodiscard]] Capabilities usual_push_capabilities();

/// The body of a push that uses those of our capabilities that are `advertised`.
/// Source: gitprotocol-pack(5), "Reference Update Request and Packfile Transfer".
[[nodiscard]] std::string push_body(const PushRequest& push, const Capabilities& advertised);

}  // namespace shiptag::adapters::git_wire
