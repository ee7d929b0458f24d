#include "domain/version_tag.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include "base/text.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {
namespace {

constexpr std::array<std::string_view, 3> state_words = {"stable", "unstable", "deprecated"};

/// The part of `tag_name` after `sub_project/`; nullopt if it is another sub-project's.
std::optional<std::string_view> name_within(std::string_view tag_name,
                                            std::string_view sub_project) {
  std::string_view name = tag_name;
  if (!sub_project.empty()) {
    if (!name.starts_with(sub_project)) return std::nullopt;
    name.remove_prefix(sub_project.size());
    if (!name.starts_with('/')) return std::nullopt;
    name.remove_prefix(1);
  }
  if (name.find('/') != std::string_view::npos) return std::nullopt;
  return name;
}

TagName version_name(const Semver& read, std::string_view sub_project) {
  const auto state = state_from(read.prerelease);
  if (!state && state_at_end_of(read.prerelease)) return {TagName::Kind::ambiguous};
  auto version = Version::make(std::string(sub_project), {read.major, read.minor, read.patch},
                               std::string(state ? std::string_view{} : read.prerelease));
  if (!version) return {};
  return {state ? TagName::Kind::state : TagName::Kind::version, std::move(*version), state};
}

}  // namespace

std::string_view to_string(State state) noexcept {
  return state_words.at(static_cast<std::size_t>(state));
}

std::optional<State> state_from(std::string_view word) noexcept {
  for (std::size_t i = 0; i < state_words.size(); ++i)
    if (state_words.at(i) == word) return static_cast<State>(i);
  return std::nullopt;
}

std::optional<State> state_at_end_of(std::string_view prerelease) noexcept {
  return state_from(prerelease.substr(prerelease.rfind('-') + 1));
}

std::string_view to_string(TagType type) noexcept {
  constexpr std::array<std::string_view, 3> words = {"version", "environment", "state"};
  return words.at(static_cast<std::size_t>(type));
}

VersionTag version_tag(const Version& version, const ObjectId& commit) {
  VersionTag tag;
  tag.tag_name = version.str();
  tag.tag_type = TagType::version;
  tag.sub_project_path = version.sub_project_path();
  tag.version = version;
  tag.commit_sha = commit;
  return tag;
}

VersionTag state_tag(const Version& version, State state, const ObjectId& commit) {
  VersionTag tag = version_tag(version, commit);
  tag.tag_name = state_tag_name(version, state);
  tag.tag_type = TagType::state;
  tag.state = state;
  return tag;
}

VersionTag environment_tag(std::string_view sub_project, std::string_view environment,
                           const ObjectId& commit) {
  VersionTag tag;
  tag.tag_name = in_sub_project(sub_project, environment);
  tag.tag_type = TagType::environment;
  tag.sub_project_path = sub_project;
  tag.environment = environment;
  tag.commit_sha = commit;
  return tag;
}

TagName classify(std::string_view tag_name, std::string_view sub_project,
                 const EnvironmentNames& environments) {
  const auto name = name_within(tag_name, sub_project);
  if (!name) return {};
  if (const Semver read = read_semver(*name); read.broken_rule.empty())
    return version_name(read, sub_project);
  if (!environments.contains(*name)) return {};
  return {TagName::Kind::environment, std::nullopt, std::nullopt, std::string(*name)};
}

std::string state_tag_name(const Version& version, State state) {
  return version.str().append("-").append(to_string(state));
}

Expected<void> check_creatable(const Version& version, const EnvironmentNames& environments) {
  const std::string& prerelease = version.prerelease();
  if (!environments.reserves(prerelease) || environments.has_folder(prerelease)) return {};
  return fail(
      ReasonCode::environment_not_configured,
      "version " + in_quotes(version.str()) +
          " has the name of an environment as its pre-release, but " + in_quotes(prerelease) +
          " has no configuration folder",
      "create it with `mkdir -p environments/" + prerelease + "`, or use another pre-release");
}

std::string_view short_tag_name(std::string_view text) noexcept {
  constexpr std::string_view tags = "refs/tags/";
  return text.starts_with(tags) ? text.substr(tags.size()) : text;
}

Expected<Version> version_in(std::string_view sub_project, std::string_view given) {
  const std::string_view text = short_tag_name(given);
  if (text.find('/') == std::string_view::npos) {
    const bool starts_with_digit = !text.empty() && is_numeric(text.substr(0, 1));
    const std::string with_v = (starts_with_digit ? "v" : "") + std::string(text);
    auto read = Version::parse(with_v);
    if (!read) return read;
    return Version::make(std::string(sub_project), read->core(), read->prerelease());
  }
  auto version = Version::parse(text);
  if (!version || version->sub_project_path() == sub_project) return version;
  const std::string theirs = version->sub_project_path();
  const std::string ours =
      sub_project.empty() ? "the root project" : "sub-project " + in_quotes(sub_project);
  return fail(ReasonCode::invalid_input,
              "version " + in_quotes(text) + " belongs to sub-project " + in_quotes(theirs) +
                  ", not to " + ours,
              "leave the sub-project out of version, or set sub_project to " + theirs);
}

Value entity(const VersionTag& tag) {
  return Value::Members{{"tag_name", tag.tag_name},
                        {"tag_type", to_string(tag.tag_type)},
                        {"sub_project_path", Value::unless_empty(tag.sub_project_path)},
                        {"version", entity(tag.version)},
                        {"environment", Value::unless_empty(tag.environment)},
                        {"state", tag.state ? Value(to_string(*tag.state)) : Value()},
                        {"commit_sha", tag.commit_sha.hex()},
                        {"is_movable", tag.is_movable()},
                        {"created_at", value_of(tag.created_at)},
                        {"updated_at", value_of(tag.updated_at)}};
}

}  // namespace shiptag::domain
