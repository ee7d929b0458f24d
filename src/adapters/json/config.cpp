#include "adapters/json/config.hpp"

#include <algorithm>
#include <array>

#include "adapters/json/read.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::json {
namespace {

constexpr std::size_t max_config_bytes = std::size_t{1} << 20U;

Read<rapidjson::Document> parse_object(std::string_view text) {
  auto document = parse(text, max_config_bytes);
  if (!document) return document;
  if (const auto ok = check_object(*document, "the file"); !ok) return fail(ok.error());
  return document;
}

/// A word that goes into outputs, the log, and the summary.
Read<void> check_word(std::string_view what, std::string_view text) {
  if (!text.empty() && !has_control_characters(text)) return {};
  return faulty(std::string(what) + " " + in_quotes(text) +
                " is empty or contains control characters");
}

Read<std::optional<std::string>> word_at(const Value& object, std::string_view key) {
  auto word = optional_string_at(object, key);
  if (!word || !*word) return word;
  if (const auto ok = check_word(key, **word); !ok) return fail(ok.error());
  return word;
}

std::vector<std::string> unknown_members(const Value& object) {
  constexpr std::array known = {"secrets_file", "url", "is_production", "requires_approval"};
  std::vector<std::string> unknown;
  for (const auto& member : object.GetObject()) {
    const std::string_view name(member.name.GetString(), member.name.GetStringLength());
    if (std::find(known.begin(), known.end(), name) == known.end())
      unknown.push_back(in_quotes(name));
  }
  return unknown;
}

}  // namespace

Read<EnvironmentFile> read_environment_file(std::string_view text) {
  const auto document = parse_object(text);
  if (!document) return fail(document.error());
  const auto secrets_file = word_at(*document, "secrets_file");
  if (!secrets_file) return fail(secrets_file.error());
  const auto url = word_at(*document, "url");
  if (!url) return fail(url.error());
  if (*url && !is_web_address(**url))
    return fail(Fault{"url " + in_quotes(**url) + " is not an http:// or https:// address",
                      "use the full address, for example https://example.org"});
  const auto is_production = optional_bool_at(*document, "is_production");
  if (!is_production) return fail(is_production.error());
  const auto requires_approval = optional_bool_at(*document, "requires_approval");
  if (!requires_approval) return fail(requires_approval.error());
  return EnvironmentFile{*secrets_file, *url, *is_production, *requires_approval,
                         unknown_members(*document)};
}

Read<std::map<std::string, std::string>> read_cloud_mappings(std::string_view text) {
  const auto document = parse_object(text);
  if (!document) return fail(document.error());
  const auto mappings = optional_object_at(*document, "cloud_mappings");
  if (!mappings) return fail(mappings.error());
  std::map<std::string, std::string> regions;
  if (*mappings == nullptr) return regions;
  for (const auto& member : (*mappings)->GetObject()) {
    const auto provider = as_string(member.name, "the provider");
    if (!provider) return fail(provider.error());
    const auto region = as_string(member.value, *provider);
    if (!region) return fail(region.error());
    if (const auto ok = check_word("provider", *provider); !ok) return fail(ok.error());
    if (const auto ok = check_word(*provider, *region); !ok) return fail(ok.error());
    regions.emplace(*provider, *region);
  }
  return regions;
}

}  // namespace shiptag::adapters::json
