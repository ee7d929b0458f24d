#include <utility>

#include "operations/override.hpp"
#include "operations/reading/tag_survey.hpp"
#include "operations/tagging/tag_kinds.hpp"
#include "operations/writing/ledger_write.hpp"

namespace shiptag::operations {
namespace {

using domain::Version;
using Wanted = WantedVersion;

Expected<domain::BumpRequest> bump_request(const TagRequest& request,
                                           const SubProject& sub_project) {
  domain::BumpRequest bump{.bump = *request.bump,
                           .sub_project = sub_project.path,
                           .prerelease_id = request.prerelease_id};
  if (!request.within.empty()) {
    const auto line = domain::ReleaseLine::parse(request.within);
    if (!line) return fail(while_doing("within", line.error()));
    bump.within = *line;
  }
  if (!request.initial_version.empty()) {
    auto initial = domain::version_in(sub_project.path, request.initial_version);
    if (!initial) return fail(while_doing("initial_version", initial.error()));
    bump.initial_version = *std::move(initial);
  }
  return bump;
}

Expected<Wanted> wanted_by(const TagRequest& request, const SubProject& sub_project) {
  if (request.version.empty() == !request.bump)
    return fail(
        ReasonCode::invalid_input,
        request.bump ? "version and bump are both given" : "neither version nor bump is given",
        "set version: v1.2.3, or bump: patch for the next version");
  if (!request.commit_sha)
    return fail(ReasonCode::invalid_input, "commit_sha is not given",
                "set it to the commit to tag, as 40 hex digits");
  Wanted wanted{.commit = *request.commit_sha};
  if (request.bump) {
    auto bump = bump_request(request, sub_project);
    if (!bump) return fail(bump.error());
    wanted.bump = *std::move(bump);
    return wanted;
  }
  auto version = domain::version_in(sub_project.path, request.version);
  if (!version) return fail(version.error());
  wanted.version = *std::move(version);
  return wanted;
}

/// The prefix to list: as narrow as the answer allows.
std::string prefix_for(const TagRequest& request, const Wanted& wanted,
                       const SubProject& sub_project) {
  if (!wanted.version) return sub_project.version_prefix();
  if (request.aliases)
    return sub_project.version_prefix() + std::to_string(wanted.version->core().major);
  return wanted.version->str();
}

/// One attempt, from reading to writing.
class VersionTagging {
 public:
  VersionTagging(const TagRequest& request, const Wanted& wanted, const SubProject& sub_project,
                 Context& context)
      : request_(request),
        wanted_(wanted),
        sub_project_(sub_project),
        context_(context),
        survey_(wanted, sub_project) {}

  /// @return `conflict` if a race was lost and everything must be read again.
  Expected<void> make() {
    const auto listed =
        context_.ports.tags.list({prefix_for(request_, wanted_, sub_project_)}, survey_);
    if (!listed) return fail(while_doing("listing tags", listed.error()));
    if (auto ok = survey_.check_versions(); !ok) return ok;
    survey_.left_alone().note_in(context_.outcome);
    auto version = decide();
    if (!version) {
      context_.outcome.end(version.error());  // Whatever its code, no race was lost.
      return {};
    }
    return act(*version);
  }

 private:
  /// The version; fills `updates_` and `code_` with what there is to do for it.
  Expected<Version> decide() {
    const auto& at_hand = survey_.versions().already_there();
    auto version = wanted_.version ? Expected<Version>(*wanted_.version)
                   : at_hand       ? Expected<Version>(*at_hand)
                                   : survey_.versions().next();
    if (!version) return version;
    const bool is_new = wanted_.version ? !survey_.existing() : !at_hand;
    const bool is_elsewhere =
        !is_new && wanted_.version && survey_.existing()->commit != wanted_.commit;
    if (is_new)
      if (const auto creatable = domain::check_creatable(*version, sub_project_.environments);
          !creatable)
        return fail(creatable.error());
    if (is_elsewhere)
      if (const auto moved = move(*version); !moved) return fail(moved.error());
    if (is_new) {
      updates_.push_back({version->str(), std::nullopt,
                          new_tag(wanted_.commit, version->str(), {}, context_.ports)});
      code_ = ReasonCode::created;
    }
    if (request_.aliases) add_aliases(*version);
    return version;
  }

  /// A version tag never moves, unless an override says so.
  Expected<void> move(const Version& version) {
    const ports::TagRef& existing = *survey_.existing();
    const Error refusal{
        ReasonCode::immutable,
        version.str() + " is already on commit " + existing.commit.hex() +
            ", and a version tag never moves",
        "give commit " + wanted_.commit.hex() + " the next version, e.g. with bump: patch"};
    auto lifted = lift({refusal}, request_, context_);
    if (!lifted) return fail(lifted.error());
    auto record = *std::move(lifted);
    record->previous_tag_object = existing.object.hex();
    updates_.push_back({version.str(), existing.object,
                        new_tag(wanted_.commit, version.str(), record, context_.ports)});
    code_ = ReasonCode::moved;
    return {};
  }

  void add_aliases(const Version& version) {
    for (const TagSurvey::Alias& alias : survey_.aliases_of(version)) {
      aliases_ += (aliases_.empty() ? "" : ", ") + alias.name;
      if (alias.is_up_to_date) continue;
      if (updates_.empty()) code_ = ReasonCode::moved;
      updates_.push_back({alias.name, alias.seen,
                          new_tag(wanted_.commit, alias.name + " points to " + version.str(), {},
                                  context_.ports)});
    }
  }

  Expected<void> act(const Version& version) {
    const auto tag = domain::version_tag(version, wanted_.commit);
    domain::Outcome& outcome = context_.outcome;
    describe_tag(tag, outcome);
    outcome.output("aliases", aliases_);
    if (!aliases_.empty()) outcome.findings.push_back({"Aliases", aliases_});
    const std::string commit = wanted_.commit.hex();
    const std::string why = request_.bump ? "; a bump never gives a commit a second version" : "";
    const std::string headline =
        updates_.empty() ? version.str() + " is already on commit " + commit + why
                         : version.str() + (aliases_.empty() ? "" : " (with " + aliases_ + ")") +
                               " points to commit " + commit;
    return carry_out({tag, updates_, code_, headline}, request_, context_);
  }

  const TagRequest& request_;
  const Wanted& wanted_;
  const SubProject& sub_project_;
  Context& context_;
  TagSurvey survey_;
  std::vector<ports::TagUpdate> updates_;
  std::string aliases_;  ///< The names of the version's aliases.
  ReasonCode code_ = ReasonCode::already_there;
};

}  // namespace

Expected<void> tag_version(const TagRequest& request, const SubProject& sub_project,
                           Context& context) {
  const auto wanted = wanted_by(request, sub_project);
  if (!wanted) return fail(wanted.error());
  return until_no_race(
      context, [&] { return VersionTagging(request, *wanted, sub_project, context).make(); });
}

}  // namespace shiptag::operations
