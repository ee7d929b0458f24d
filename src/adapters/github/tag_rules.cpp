#include "adapters/github/tag_writer.hpp"

#include <optional>

#include "adapters/json/read.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

constexpr std::size_t most_rules = 10;

struct Ruleset {
  std::uint64_t id = 0;
  std::string name;
  std::string page;  ///< Its address for people; may be empty.
};

const Purpose listing = {.doing = "listing the active rulesets"};

std::string rulesets_path(const Api& api) {
  return "/repos/" + api.account().repository + "/rulesets";
}

std::string page_of(const json::Value& ruleset) {
  const json::Value* const links = json::find(ruleset, "_links");
  const json::Value* const html = links == nullptr ? nullptr : json::find(*links, "html");
  if (html == nullptr) return {};
  const auto page = json::optional_string_at(*html, "href");
  return page && *page && is_web_address(**page) ? **page : std::string();
}

/// @return nullopt if it is not active, or not for tags.
json::Read<std::optional<Ruleset>> read_ruleset(const json::Value& value) {
  const auto enforcement = json::string_at(value, "enforcement");
  if (!enforcement) return fail(enforcement.error());
  const auto target = json::optional_string_at(value, "target");
  if (!target) return fail(target.error());
  if (*enforcement != "active" || target->value_or("tag") != "tag") return std::nullopt;
  const auto id = json::uint64_at(value, "id");
  if (!id) return fail(id.error());
  const auto name = json::string_at(value, "name");
  if (!name) return fail(name.error());
  return Ruleset{.id = *id, .name = *name, .page = page_of(value)};
}

/// Adds the active rulesets of `page` to `rules`.
json::Read<void> read_page(const Document& page, std::vector<Ruleset>& rules) {
  const auto objects = json::objects_in(page, "the response");
  if (!objects) return fail(objects.error());
  for (const json::Value* const object : *objects) {
    auto ruleset = read_ruleset(*object);
    if (!ruleset) return fail(ruleset.error());
    if (*ruleset && rules.size() < most_rules) rules.push_back(**std::move(ruleset));
  }
  return {};
}

/// The roles that every repository has; their ids are the same everywhere.
std::string role(const std::string& id) {
  if (id == "2") return "the maintain role";
  if (id == "4") return "the write role";
  if (id == "5") return "the admin role";
  return "role " + id;
}

std::string actor(const json::Value& value) {
  const auto type = json::optional_string_at(value, "actor_type");
  const std::string kind = type && *type ? **type : "someone";
  const auto number = json::optional_uint64_at(value, "actor_id");
  const std::string id = number && *number ? std::to_string(**number) : "";
  if (kind == "RepositoryRole") return role(id);
  if (kind == "OrganizationAdmin") return "the organization's owners";
  if (kind == "DeployKey") return "deploy keys";
  if (kind == "Integration") return "GitHub App " + id;
  if (kind == "Team") return "team " + id;
  if (kind == "User") return "user " + id;
  return printable(kind);
}

/// Who may bypass `ruleset`, which GitHub shows only to those who may change it.
std::string bypass(Api& api, const Ruleset& ruleset) {
  constexpr std::string_view untold = "only an administrator can see who may bypass it";
  const auto pages = api.get({.doing = "asking who may bypass a ruleset"},
                             rulesets_path(api) + "/" + std::to_string(ruleset.id));
  if (!pages || pages->empty()) return std::string(untold);
  const auto actors = json::objects_at(pages->front(), "bypass_actors");
  if (!actors) return std::string(untold);
  std::string names;
  for (const json::Value* const one : *actors) names += (names.empty() ? "" : ", ") + actor(*one);
  return names.empty() ? "nobody may bypass it" : "may be bypassed by " + names;
}

std::string line_of(Api& api, const Ruleset& ruleset) {
  const std::string line = "- " + in_quotes(ruleset.name) + ": " + bypass(api, ruleset);
  return ruleset.page.empty() ? line : line + ", see " + printable(ruleset.page, 300);
}

}  // namespace

Expected<std::vector<std::string>> TagWriter::tag_rules() {
  const auto pages = api_.get(listing, rulesets_path(api_) + "?includes_parents=true&targets=tag");
  if (!pages) return fail(pages.error());
  if (pages->empty())
    return fail(ReasonCode::permission,
                listing.doing + ": GitHub does not show them to this token");
  std::vector<Ruleset> rules;
  for (const Document& page : *pages)
    if (const auto ok = read_page(page, rules); !ok)
      return fail(not_understood(listing, ok.error().message));
  std::vector<std::string> lines;
  lines.reserve(rules.size());
  for (const Ruleset& ruleset : rules) lines.push_back(line_of(api_, ruleset));
  return lines;
}

}  // namespace shiptag::adapters::github
