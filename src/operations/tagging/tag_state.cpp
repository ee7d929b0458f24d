#include <utility>

#include "operations/override.hpp"
#include "operations/tagging/tag_kinds.hpp"
#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

using domain::Version;

/// A state tag, and the version tag that it belongs to.
struct Marked {
  Version version;
  domain::State state;
  std::string name;
  domain::ObjectId commit;                ///< The version tag's.
  std::optional<ports::TagRef> tag = {};  ///< The state tag, if it is there.
};

Expected<Marked> read(const TagRequest& request, const SubProject& sub_project, Ports& ports) {
  if (request.version.empty() || !request.state)
    return fail(ReasonCode::invalid_input,
                std::string(request.state ? "version" : "state") + " is not given",
                "set version: v1.2.3, and state: stable, unstable, or deprecated");
  const auto version = domain::version_in(sub_project.path, request.version);
  if (!version) return fail(version.error());
  if (!version->is_release())
    return fail(ReasonCode::invalid_input,
                version->str() + " is a pre-release; only a release can be marked",
                "mark the release that follows it");
  const std::string name = domain::state_tag_name(*version, *request.state);
  const auto listing = list_tags(sub_project, {version->str()}, {version->str(), name}, ports);
  if (!listing) return fail(listing.error());
  const auto candidate = listing->candidate(*version);
  if (!candidate)
    return fail(ReasonCode::version_not_found, "there is no tag " + version->str(),
                "create the version first, then mark it");
  Marked marked{*version, *request.state, name, candidate->commit};
  if (const auto* tag = listing->find(name); tag != nullptr) marked.tag = *tag;
  return marked;
}

Expected<std::vector<ports::TagUpdate>> updates_to_create(const Marked& marked, Ports& ports) {
  using Updates = std::vector<ports::TagUpdate>;
  if (!marked.tag)
    return Updates{
        {marked.name, std::nullopt, new_tag(marked.commit, marked.name, std::nullopt, ports)}};
  if (marked.tag->commit == marked.commit) return Updates{};
  return fail(ReasonCode::immutable,
              marked.name + " is on commit " + marked.tag->commit.hex() + ", but " +
                  marked.version.str() + " is on " + marked.commit.hex() +
                  ", and a state tag never moves",
              "delete it with delete: true and an override, then mark the version again");
}

Expected<std::vector<ports::TagUpdate>> updates_to_delete(const Marked& marked,
                                                          const TagRequest& request,
                                                          Context& context) {
  using Updates = std::vector<ports::TagUpdate>;
  if (!marked.tag) return Updates{};
  const Error refusal{ReasonCode::immutable,
                      marked.name + " is a state tag, and state tags are never deleted",
                      "if it was set by mistake, add override: true and override_reason"};
  if (const auto lifted = lift({refusal}, request, context); !lifted) return fail(lifted.error());
  return Updates{{marked.name, marked.tag->object, ports::Deletion{}}};
}

/// One attempt, from reading to writing. @return `conflict` if a race was lost.
Expected<void> attempt(const TagRequest& request, const SubProject& sub_project, Context& context) {
  const auto marked = read(request, sub_project, context.ports);
  if (!marked) return fail(marked.error());
  const auto updates = request.remove ? updates_to_delete(*marked, request, context)
                                      : updates_to_create(*marked, context.ports);
  if (!updates) return fail(updates.error());
  const auto tag = domain::state_tag(marked->version, marked->state, marked->commit);
  describe_tag(tag, context.outcome);
  const std::string already = updates->empty() ? " already" : "";
  const std::string is = request.remove ? " is" + already + " gone"
                                        : already + " points to commit " + marked->commit.hex();
  const auto code = request.remove ? ReasonCode::deleted : ReasonCode::created;
  return carry_out({.tag = tag,
                    .updates = *updates,
                    .code = updates->empty() ? ReasonCode::already_there : code,
                    .headline = marked->name + is},
                   request, context);
}

}  // namespace

Expected<void> tag_state(const TagRequest& request, const SubProject& sub_project,
                         Context& context) {
  return until_no_race(context, [&] { return attempt(request, sub_project, context); });
}

}  // namespace shiptag::operations
