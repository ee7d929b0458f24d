#include <utility>

#include "operations/override.hpp"
#include "operations/record.hpp"
#include "operations/tag_kinds.hpp"

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

Expected<Marked> read(const TagRequest& request, const Scope& scope, World& world) {
  if (request.version.empty() || !request.state)
    return fail(ReasonCode::invalid_input,
                std::string(request.state ? "version" : "state") + " is not given",
                "a state tag needs version: v1.2.3 and state: stable, unstable or deprecated");
  const auto version = domain::version_in(scope.sub_project, request.version);
  if (!version) return fail(version.error());
  if (!version->is_release())
    return fail(ReasonCode::invalid_input,
                version->str() + " is a pre-release, and only releases have states",
                "mark the release that comes of it");
  const std::string name = domain::state_tag_name(*version, *request.state);
  const auto listing = list_tags(scope, {version->str()}, {version->str(), name}, world);
  if (!listing) return fail(listing.error());
  const auto candidate = listing->candidate(*version);
  if (!candidate)
    return fail(ReasonCode::version_not_found, "there is no tag " + version->str(),
                "create the version first, then mark it");
  Marked marked{*version, *request.state, name, candidate->commit};
  if (const auto* tag = listing->find(name); tag != nullptr) marked.tag = *tag;
  return marked;
}

Expected<std::vector<ports::TagUpdate>> updates_to_create(const Marked& marked, World& world) {
  using Updates = std::vector<ports::TagUpdate>;
  if (!marked.tag)
    return Updates{
        {marked.name, std::nullopt, new_tag(marked.commit, marked.name, std::nullopt, world)}};
  if (marked.tag->commit == marked.commit) return Updates{};
  return fail(ReasonCode::immutable,
              marked.name + " is on the commit " + marked.tag->commit.hex() + ", not on " +
                  marked.commit.hex() + " as " + marked.version.str() +
                  " is, and a state tag never moves",
              "delete it with delete: true and an override, then mark the version again");
}

Expected<std::vector<ports::TagUpdate>> updates_to_delete(const Marked& marked,
                                                          const TagRequest& request, Run& run) {
  using Updates = std::vector<ports::TagUpdate>;
  if (!marked.tag) return Updates{};
  const Error refusal{ReasonCode::immutable,
                      "a state tag such as " + marked.name + " never goes away",
                      "if it was set by mistake, add override: true and override_reason"};
  if (const auto lifted = lift({refusal}, request, run); !lifted) return fail(lifted.error());
  return Updates{{marked.name, marked.tag->object, ports::Deletion{}}};
}

/// One way from reading to writing. @return `conflict` if a race was lost.
Expected<void> attempt(const TagRequest& request, const Scope& scope, Run& run) {
  domain::Outcome& outcome = run.outcome;
  const auto marked = read(request, scope, run.world);
  if (!marked) return fail(marked.error());
  const auto updates = request.remove ? updates_to_delete(*marked, request, run)
                                      : updates_to_create(*marked, run.world);
  if (!updates) return fail(updates.error());
  describe_tag(domain::state_tag(marked->version, marked->state, marked->commit), run);
  const std::string is = request.remove ? " is gone" : " tags the commit " + marked->commit.hex();
  const auto code = request.remove ? ReasonCode::deleted : ReasonCode::created;
  outcome.end(updates->empty() ? ReasonCode::already_there : code,
              marked->name + is + (updates->empty() ? " already" : ""));
  if (request.dry_run) outcome.plan();
  if (updates->empty() || request.dry_run) return {};
  const auto updated = run.world.tags.update(*updates);
  if (!updated) return fail(updated.error());
  outcome.server_messages = updated->server_messages;
  if (!request.remove) outcome.version_tag->created_at = run.world.clock.now();
  return {};
}

}  // namespace

Expected<void> tag_state(const TagRequest& request, const Scope& scope, Run& run) {
  return until_no_race(run, [&] { return attempt(request, scope, run); });
}

}  // namespace shiptag::operations
