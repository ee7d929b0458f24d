#include "domain/version.hpp"

#include <utility>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "domain/semver.hpp"
#include "domain/state.hpp"

namespace shiptag::domain {
namespace {

tl::unexpected<Error> invalid_version(std::string_view text, std::string_view rule) {
  return fail(ReasonCode::invalid_input,
              in_quotes(text) + " is not a valid version: " + std::string(rule),
              "write it like v1.2.3, v1.2.3-rc.1 or api/v1.2.3");
}

std::string_view broken_rule(std::string_view sub_project, std::string_view prerelease) {
  if (!sub_project.empty())
    if (const auto rule = broken_path_rule(sub_project); !rule.empty()) return rule;
  if (prerelease.empty()) return {};
  if (const auto rule = broken_prerelease_rule(prerelease); !rule.empty()) return rule;
  if (state_at_end_of(prerelease))
    return "a name ending in -stable, -unstable, or -deprecated is a state tag";
  return {};
}

}  // namespace

Expected<Version> Version::parse(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const bool has_path = slash != std::string_view::npos;
  const std::string_view path = has_path ? text.substr(0, slash) : std::string_view{};
  if (has_path)
    if (const auto rule = broken_path_rule(path); !rule.empty()) return invalid_version(text, rule);
  const Semver read = read_semver(has_path ? text.substr(slash + 1) : text);
  if (!read.broken_rule.empty()) return invalid_version(text, read.broken_rule);
  return make(std::string(path), {read.major, read.minor, read.patch},
              std::string(read.prerelease));
}

Expected<Version> Version::make(std::string sub_project, Core core, std::string prerelease) {
  Version version;
  version.sub_project_path_ = std::move(sub_project);
  version.core_ = core;
  version.prerelease_ = std::move(prerelease);
  const auto rule = broken_rule(version.sub_project_path_, version.prerelease_);
  if (!rule.empty()) return invalid_version(version.str(), rule);
  // Numbers, dots and slashes are at most 66 bytes, so most versions need not be written out.
  constexpr std::size_t rest_at_most = 66;
  const std::size_t texts = version.sub_project_path_.size() + version.prerelease_.size();
  if (texts + rest_at_most > longest_tag_name && version.str().size() > longest_tag_name)
    return invalid_version(version.str(), "its tag name is longer than 244 bytes");
  return version;
}

std::string Version::semver() const {
  std::string text = "v" + std::to_string(core_.major) + "." + std::to_string(core_.minor) + "." +
                     std::to_string(core_.patch);
  if (!prerelease_.empty()) text.append("-").append(prerelease_);
  return text;
}

std::string Version::str() const {
  return in_sub_project(sub_project_path_, semver());
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  if (const auto order = a.sub_project_path_.compare(b.sub_project_path_) <=> 0; order != 0)
    return order;
  if (const auto order = a.core_ <=> b.core_; order != 0) return order;
  if (a.prerelease_.empty() || b.prerelease_.empty())
    return a.prerelease_.empty() <=> b.prerelease_.empty();
  return compare_prereleases(a.prerelease_, b.prerelease_);
}

std::string in_sub_project(std::string_view sub_project, std::string_view name) {
  std::string path(sub_project);
  if (!path.empty()) path += '/';
  return path.append(name);
}

Value entity(const Version& version) {
  return Value::Members{{"full_version", version.str()},
                        {"sub_project_path", Value::unless_empty(version.sub_project_path())},
                        {"semver", version.semver()},
                        {"major", version.core().major},
                        {"minor", version.core().minor},
                        {"patch", version.core().patch},
                        {"prerelease", Value::unless_empty(version.prerelease())}};
}

Value entity(const std::optional<Version>& version) {
  return version ? entity(*version) : Value();
}

}  // namespace shiptag::domain
