#include "domain/semver.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "base/text.hpp"

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
  if (identifier.empty()) return "its pre-release has an empty identifier";
  if (!std::all_of(identifier.begin(), identifier.end(), is_identifier_character))
    return "its pre-release has characters other than 0-9, A-Z, a-z, '-', and '.'";
  if (identifier.size() > 1 && identifier.front() == '0' && is_numeric(identifier))
    return "a number in its pre-release has a leading zero";
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
  if (prerelease.ends_with(".lock")) return "its pre-release ends in '.lock', which git refuses";
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
    return broken("what follows PATCH is not a pre-release such as '-rc.1'");
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

}  // namespace shiptag::domain
