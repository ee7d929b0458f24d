#include "domain/names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"

namespace shiptag::domain {
namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_path = 200;
constexpr std::array<std::string_view, 5> always = {"production", "staging", "canary", "sandbox",
                                                    "performance"};

bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}

bool is_environment_character(char c) noexcept {
  return is_lower(c) || is_digit(c) || c == '-';
}

bool is_segment_character(char c) noexcept {
  return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

std::string_view broken_segment_rule(std::string_view segment) noexcept {
  if (segment.empty()) return "a sub-project cannot start or end with '/' or contain '//'";
  if (!std::all_of(segment.begin(), segment.end(), is_segment_character))
    return "a sub-project's segments can contain only A-Z, a-z, 0-9, '.', '_', and '-'";
  if (segment.front() == '-' || segment.front() == '.')
    return "a sub-project's segment cannot start with '-' or '.'";
  if (segment.ends_with('.') || segment.ends_with(".lock"))
    return "a sub-project's segment cannot end with '.' or '.lock'";
  if (segment.find("..") != std::string_view::npos) return "a sub-project cannot contain '..'";
  return {};
}

/// Takes the digits off the front. @return whether there was one.
bool take_digits(std::string_view& rest) noexcept {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(count);
  return count > 0;
}

tl::unexpected<Error> no_sub_project(std::string_view path, std::string_view segment,
                                     std::string_view rule) {
  const std::string where = segment == path ? "" : ", segment " + in_quotes(segment);
  return fail(ReasonCode::invalid_input,
              "sub_project " + in_quotes(path) + where + ": " + std::string(rule),
              "use the path of the sub-project, such as api or services/api");
}

Expected<void> check_segment(std::string_view path, std::string_view segment,
                             const EnvironmentNames& environments) {
  if (const auto rule = broken_segment_rule(segment); !rule.empty())
    return no_sub_project(path, segment, rule);
  if (environments.reserves(segment))
    return no_sub_project(
        path, segment,
        "it is the name of an environment, and git cannot store tags under an environment tag");
  if (looks_like_version(segment))
    return no_sub_project(path, segment,
                          "it looks like a version, and git cannot store tags under a version tag");
  return {};
}

}  // namespace

EnvironmentNames::EnvironmentNames(const std::set<std::string>& configured, Unlisted unlisted)
    : unlisted_(unlisted) {
  for (const std::string& name : configured)
    if (is_environment_name(name)) configured_.insert(name);
}

bool EnvironmentNames::reserves(std::string_view name) const {
  return std::find(always.begin(), always.end(), name) != always.end() || has_folder(name);
}

bool EnvironmentNames::has_folder(std::string_view name) const {
  return configured_.find(name) != configured_.end();
}

bool EnvironmentNames::contains(std::string_view name) const {
  return reserves(name) || (unlisted_ == Unlisted::allowed && is_environment_name(name));
}

Expected<void> EnvironmentNames::check(std::string_view name) const {
  if (contains(name)) return {};
  if (!is_environment_name(name))
    return fail(ReasonCode::invalid_input,
                "environment " + in_quotes(name) +
                    " is not a valid environment name: it must have at most 100 characters (a-z, "
                    "0-9, and '-') and start with a letter, and it cannot be 'global', a version "
                    "such as v1, "
                    "or 40 hex digits",
                "use a name such as production, staging, or qa-2");
  return fail(ReasonCode::environment_not_configured,
              "environment " + in_quotes(name) +
                  " has no configuration folder and is not one of production, staging, canary, "
                  "sandbox, and performance",
              "create it with `mkdir -p environments/" + std::string(name) +
                  "`, or set `environments_dir: none` to skip this check");
}

bool is_environment_name(std::string_view name) {
  if (name.empty() || name.size() > longest_name || !is_lower(name.front())) return false;
  if (!std::all_of(name.begin(), name.end(), is_environment_character)) return false;
  return name != "global" && !looks_like_version(name) && !ObjectId::from_hex(name);
}

Expected<void> check_region_name(std::string_view name) {
  const bool fits = name.size() > 3 && name.size() <= longest_name && is_lower(name[0]) &&
                    is_lower(name[1]) && name[2] == '-' &&
                    std::all_of(name.begin() + 3, name.end(), is_lower);
  if (fits) return {};
  return fail(ReasonCode::invalid_input,
              "region " + in_quotes(name) +
                  " is not a valid region name: it must be two letters, '-', and more letters, all "
                  "a-z, and at most 100 bytes long",
              "use a cloud-agnostic name such as us-east; put a provider's own name in "
              "cloud_mappings");
}

bool looks_like_version(std::string_view name) noexcept {
  if (!name.starts_with('v')) return false;
  std::string_view rest = name.substr(1);
  for (int numbers = 1; take_digits(rest); ++numbers) {
    if (rest.empty()) return true;
    if (numbers == 3) return rest.front() == '-';
    if (rest.front() != '.') return false;
    rest.remove_prefix(1);
  }
  return false;
}

std::string_view broken_path_rule(std::string_view path) noexcept {
  for (;;) {
    const std::size_t end = path.find('/');
    if (const auto rule = broken_segment_rule(path.substr(0, end)); !rule.empty()) return rule;
    if (end == std::string_view::npos) return {};
    path.remove_prefix(end + 1);
  }
}

Expected<void> check_sub_project(std::string_view path, const EnvironmentNames& environments) {
  if (path.empty()) return {};
  if (path.size() > longest_path)
    return no_sub_project(path, path, "a sub-project's path can be at most 200 bytes long");
  const auto segments = split(path, '/');
  if (segments.front() == "refs")
    return no_sub_project(path, segments.front(), "no sub-project's path starts with refs");
  for (const std::string_view segment : segments)
    if (const auto ok = check_segment(path, segment, environments); !ok) return fail(ok.error());
  return {};
}

}  // namespace shiptag::domain
