#include "domain/bump.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "domain/version.hpp"
#include "domain/version_tag.hpp"

namespace shiptag::domain {
namespace {

constexpr std::uint64_t highest_number = std::numeric_limits<std::uint64_t>::max();

constexpr std::array<std::string_view, 7> bump_words = {
    "major", "minor", "patch", "premajor", "preminor", "prepatch", "prerelease"};

std::string text_of(const Version::Core& core) {
  return "v" + std::to_string(core.major) + "." + std::to_string(core.minor) + "." +
         std::to_string(core.patch);
}

tl::unexpected<Error> no_room(const std::string& version, std::string_view what) {
  return fail(ReasonCode::invalid_input,
              "no version can follow " + version + ": its " + std::string(what) +
                  " is the largest number that fits in 64 bits",
              "leave out `bump`, and set `version` to the version you want");
}

/// N of a pre-release that is `front` and N: of `rc.N`, or of `rcN` as others write it; the highest
/// number for one that does not fit, which then has no next one.
std::optional<std::uint64_t> number_of(std::string_view prerelease, std::string_view front) {
  if (!prerelease.starts_with(front)) return std::nullopt;
  const std::string_view rest = prerelease.substr(front.size());
  if (!is_numeric(rest)) return std::nullopt;
  std::uint64_t number = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return read.ec == std::errc{} ? number : highest_number;
}

void keep_higher(std::optional<Version>& highest, const Version& version) {
  if (!highest || *highest < version) highest = version;
}

/// The first version above `core` that differs in what `bump` names.
Expected<Version::Core> raised(const Version::Core& core, Bump bump) {
  const bool major = bump == Bump::major || bump == Bump::premajor;
  const bool minor = bump == Bump::minor || bump == Bump::preminor;
  Version::Core next{core.major, 0, 0};
  if (!major) next.minor = core.minor;
  if (!major && !minor) next.patch = core.patch;
  std::uint64_t& number = major ? next.major : minor ? next.minor : next.patch;
  if (number == highest_number)
    return no_room(text_of(core), major ? "MAJOR" : minor ? "MINOR" : "PATCH");
  ++number;
  return next;
}

}  // namespace

std::optional<Bump> bump_from(std::string_view word) noexcept {
  for (std::size_t i = 0; i < bump_words.size(); ++i)
    if (bump_words.at(i) == word) return static_cast<Bump>(i);
  return std::nullopt;
}

Expected<void> check_prerelease_id(std::string_view id) {
  std::string_view rule = broken_prerelease_rule(id);
  const auto is_number_or_dot = [](char c) { return c == '.' || is_numeric({&c, 1}); };
  if (rule.empty() && std::all_of(id.begin(), id.end(), is_number_or_dot))
    rule = "it must contain a letter or '-', because a number follows it";
  if (rule.empty() && state_at_end_of(id))
    rule = "it ends in stable, unstable, or deprecated, which state tags use";
  if (rule.empty()) return {};
  return fail(
      ReasonCode::invalid_input,
      "prerelease_id " + in_quotes(id) + " cannot start a pre-release: " + std::string(rule),
      "use a word such as rc, beta, or alpha");
}

Expected<ReleaseLine> ReleaseLine::parse(std::string_view text) {
  ReleaseLine line;
  std::string_view rest = text.starts_with('v') ? text.substr(1) : std::string_view{};
  std::string_view rule = take_number(rest, line.major);
  if (rule.empty() && rest.starts_with('.')) {
    rest.remove_prefix(1);
    rule = take_number(rest, line.minor.emplace());
  }
  if (rule.empty() && rest.empty()) return line;
  const std::string why = rule.empty() ? "" : ": " + std::string(rule);
  return fail(ReasonCode::invalid_input,
              "within " + in_quotes(text) + " is not a release line" + why,
              "write it as v1, for v1.*.*, or v1.2, for v1.2.*");
}

bool ReleaseLine::contains(const Version::Core& core) const noexcept {
  return core.major == major && (!minor || core.minor == *minor);
}

std::string ReleaseLine::str() const {
  const std::string text = "v" + std::to_string(major);
  return minor ? text + "." + std::to_string(*minor) : text;
}

void VersionSurvey::add(const Version& version, Where where) {
  if (version.sub_project_path() != request_.sub_project) return;
  if (request_.within && !request_.within->contains(version.core())) return;
  if (where == Where::on_the_commit && is_of_the_kind_asked_for(version))
    keep_higher(on_commit_, version);
  if (!version.is_release()) return add_prerelease(version);
  keep_higher(highest_release_, version);
  // Every pre-release yet to come is of a core above the highest release.
  const auto first_needed = prereleases_.upper_bound(highest_release_->core());
  prereleases_.erase(prereleases_.begin(), first_needed);
}

void VersionSurvey::add_prerelease(const Version& version) {
  keep_higher(highest_prerelease_, version);
  if (highest_release_ && version.core() <= highest_release_->core()) return;
  if (!is_prerelease_bump()) return;
  Prereleases& known = prereleases_[version.core()];
  keep_higher(known.highest, version);
  // `rc.1.5` is above `rc.1`, but not above `rc.2`.
  const std::string front = request_.prerelease_id + ".";
  const std::string_view text = version.prerelease();
  const auto number = number_of(text.substr(0, text.find('.', front.size())), front);
  known.number = std::max(known.number, number.value_or(0));
}

Expected<Version> VersionSurvey::next() const {
  if (!highest_release_ && !highest_prerelease_) return first();
  if (!is_prerelease_bump() && !highest_release_) return release(highest_prerelease_->core());
  const bool goes_on =
      highest_prerelease_ && (!highest_release_ || *highest_prerelease_ > *highest_release_);
  if (request_.bump == Bump::prerelease && goes_on) return prerelease(highest_prerelease_->core());
  const auto& base = highest_release_ ? highest_release_ : highest_prerelease_;
  const auto core = raised(base->core(), request_.bump);
  if (!core) return fail(core.error());
  return is_prerelease_bump() ? prerelease(*core) : release(*core);
}

bool VersionSurvey::is_prerelease_bump() const noexcept {
  return request_.bump >= Bump::premajor;
}

bool VersionSurvey::is_of_the_kind_asked_for(const Version& version) const {
  if (!is_prerelease_bump()) return version.is_release();
  const std::string& id = request_.prerelease_id;
  return version.prerelease() == id || number_of(version.prerelease(), id + ".").has_value() ||
         number_of(version.prerelease(), id).has_value();
}

Expected<Version> VersionSurvey::first() const {
  Version::Core core{0, 1, 0};
  if (request_.within) core = {request_.within->major, request_.within->minor.value_or(0), 0};
  if (request_.initial_version) {
    if (!request_.initial_version->is_release())
      return fail(ReasonCode::invalid_input,
                  "initial_version " + in_quotes(request_.initial_version->str()) +
                      " is a pre-release, but a bump starts from a release",
                  "set it to " + text_of(request_.initial_version->core()) +
                      "; for a pre-release of that, use bump: prerelease");
    core = request_.initial_version->core();
  }
  return is_prerelease_bump() ? prerelease(core) : release(core);
}

Expected<Version> VersionSurvey::release(Version::Core core) const {
  if (const auto ok = check_within(core); !ok) return fail(ok.error());
  return Version::make(request_.sub_project, core);
}

Expected<Version> VersionSurvey::prerelease(Version::Core core) const {
  const std::string& id = request_.prerelease_id;
  if (const auto ok = check_prerelease_id(id); !ok) return fail(ok.error());
  if (const auto ok = check_within(core); !ok) return fail(ok.error());
  const auto at = prereleases_.find(core);
  const Prereleases known = at == prereleases_.end() ? Prereleases{} : at->second;
  if (known.number == highest_number)
    return no_room(text_of(core) + "-" + id + "." + std::to_string(known.number), "last number");
  auto next =
      Version::make(request_.sub_project, core, id + "." + std::to_string(known.number + 1));
  if (!next || !known.highest || *next > *known.highest) return next;
  return in_the_spelling_of(*known.highest);
}

/// After `highest`, which `rc.N` does not exceed: where it is `rc1`, that is `rc2`.
Expected<Version> VersionSurvey::in_the_spelling_of(const Version& highest) const {
  const std::string& id = request_.prerelease_id;
  const auto number = number_of(highest.prerelease(), id);
  if (number && *number < highest_number) {
    auto next =
        Version::make(request_.sub_project, highest.core(), id + std::to_string(*number + 1));
    if (!next || *next > highest) return next;
  }
  return fail(ReasonCode::conflict,
              "a pre-release " + in_quotes(id) + " of " + text_of(highest.core()) +
                  " would be lower than " + highest.str() + ", which exists",
              "create " + text_of(highest.core()) +
                  " itself, or set prerelease_id to one that is higher in ASCII order");
}

Expected<void> VersionSurvey::check_within(const Version::Core& core) const {
  if (!request_.within || request_.within->contains(core)) return {};
  const std::string line = request_.within->str();
  return fail(ReasonCode::invalid_input,
              "the next version " + text_of(core) + " is not within " + line,
              "use a smaller bump or an initial_version in " + line + ", or leave `within` out");
}

}  // namespace shiptag::domain
