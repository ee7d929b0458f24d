#include "domain/version.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "domain/version_tag.hpp"

namespace shiptag::domain {
namespace {

bool is_identifier_character(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/// Takes the part up to the next dot, and that dot, off the front.
std::string_view take_identifier(std::string_view& rest) noexcept {
  const std::size_t end = std::min(rest.find('.'), rest.size());
  const std::string_view identifier = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return identifier;
}

std::string_view broken_identifier_rule(std::string_view identifier) noexcept {
  if (identifier.empty()) return "a pre-release cannot have an empty identifier";
  if (!std::all_of(identifier.begin(), identifier.end(), is_identifier_character))
    return "a pre-release can contain only 0-9, A-Z, a-z, '-', and '.'";
  if (identifier.size() > 1 && identifier.front() == '0' && is_numeric(identifier))
    return "a number in a pre-release cannot have a leading zero";
  return {};
}

std::strong_ordering compare_identifiers(std::string_view a, std::string_view b) noexcept {
  const bool a_is_number = is_numeric(a);
  if (a_is_number != is_numeric(b))
    return a_is_number ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a_is_number && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

/// Takes `MAJOR.MINOR.PATCH` off the front. @return the rule that it breaks.
std::string_view take_core(std::string_view& rest, Semver& version) noexcept {
  constexpr std::string_view not_three_numbers = "it does not have three numbers, as in v1.2.3";
  if (const auto rule = take_number(rest, version.major); !rule.empty()) return rule;
  if (!rest.starts_with('.')) return not_three_numbers;
  rest.remove_prefix(1);
  if (const auto rule = take_number(rest, version.minor); !rule.empty()) return rule;
  if (!rest.starts_with('.')) return not_three_numbers;
  rest.remove_prefix(1);
  return take_number(rest, version.patch);
}

Semver broken(std::string_view rule) noexcept {
  return {0, 0, 0, {}, rule};
}

tl::unexpected<Error> invalid_version(std::string_view text, std::string_view rule) {
  return fail(ReasonCode::invalid_input,
              in_quotes(text) + " is not a valid version: " + std::string(rule),
              "write it like v1.2.3, v1.2.3-rc.1, or api/v1.2.3");
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

bool is_numeric(std::string_view identifier) noexcept {
  return !identifier.empty() && std::all_of(identifier.begin(), identifier.end(), is_digit);
}

std::string_view take_number(std::string_view& text, std::uint64_t& number) noexcept {
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (text.empty() || !is_digit(text.front())) return "a number is missing";
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return "a number has a leading zero";
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc{}) return "a number does not fit in 64 bits";
  text.remove_prefix(static_cast<std::size_t>(read.ptr - begin));
  return {};
}

std::string_view broken_prerelease_rule(std::string_view prerelease) noexcept {
  std::string_view rest = prerelease;
  do {
    const std::string_view identifier = take_identifier(rest);
    if (const auto rule = broken_identifier_rule(identifier); !rule.empty()) return rule;
  } while (!rest.empty());
  if (prerelease.ends_with('.')) return broken_identifier_rule({});
  if (prerelease.ends_with(".lock"))
    return "a pre-release cannot end in '.lock', because git refuses such names";
  return {};
}

Semver read_semver(std::string_view text) noexcept {
  if (!text.starts_with('v')) return broken("it does not start with 'v' and a number");
  std::string_view rest = text.substr(1);
  Semver version;
  if (const auto rule = take_core(rest, version); !rule.empty()) return broken(rule);
  if (rest.find('+') != std::string_view::npos)
    return broken("it has build metadata ('+'), which a version tag cannot have");
  if (rest.empty()) return version;
  if (!rest.starts_with('-'))
    return broken("after the three numbers, only a pre-release such as '-rc.1' can follow");
  version.prerelease = rest.substr(1);
  if (const auto rule = broken_prerelease_rule(version.prerelease); !rule.empty())
    return broken(rule);
  return version;
}

std::strong_ordering compare_prereleases(std::string_view a, std::string_view b) noexcept {
  while (!a.empty() && !b.empty()) {
    const auto order = compare_identifiers(take_identifier(a), take_identifier(b));
    if (order != std::strong_ordering::equal) return order;
  }
  return !a.empty() <=> !b.empty();
}

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
  // Numbers, dots, and slashes are at most 66 bytes, so most versions need not be written out.
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
