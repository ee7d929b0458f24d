#include "operations/reading/tag_survey.hpp"

namespace shiptag::operations {

using domain::VersionSurvey;

void TagSurvey::begin() {
  versions_ = VersionSurvey(wanted_.bump);
  aliases_ = {};
  existing_.reset();
  alias_tags_.clear();
  left_alone_ = {};
  fault_ = {};
}

void TagSurvey::tag(const ports::TagRef& tag) {
  const auto name = domain::classify(tag.name, sub_project_.path, sub_project_.environments);
  if (name.kind == domain::TagName::Kind::version) {
    const bool is_here = tag.commit == wanted_.commit;
    versions_.add(*name.version,
                  is_here ? VersionSurvey::Where::on_the_commit : VersionSurvey::Where::elsewhere);
    aliases_.add(*name.version);
    if (name.version == wanted_.version) existing_ = tag;
    return;
  }
  if (name.kind == domain::TagName::Kind::ambiguous) left_alone_.add_ambiguous(tag.name);
  const std::string prefix = sub_project_.version_prefix();
  if (tag.name.starts_with(prefix) &&
      domain::looks_like_version(tag.name.substr(prefix.size() - 1)))
    alias_tags_.insert_or_assign(tag.name, tag);
}

void TagSurvey::broken(const ports::BrokenTag& tag) {
  const auto name = domain::classify(tag.name, sub_project_.path, sub_project_.environments);
  if (name.kind != domain::TagName::Kind::version) return;
  if (!wanted_.version || name.version == wanted_.version)
    fault_ = fail(tag.fault);
  else
    left_alone_.add_broken(tag);
}

std::vector<TagSurvey::Alias> TagSurvey::aliases_of(const domain::Version& version) const {
  std::vector<Alias> aliases;
  for (const std::string& name : aliases_.aliases_of(version)) {
    const auto tag = alias_tags_.find(name);
    if (tag == alias_tags_.end())
      aliases.push_back({name, std::nullopt});
    else
      aliases.push_back({name, tag->second.object, tag->second.commit == wanted_.commit});
  }
  return aliases;
}

}  // namespace shiptag::operations
