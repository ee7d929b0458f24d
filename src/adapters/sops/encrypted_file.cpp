#include "adapters/sops/encrypted_file.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sops/key_rule.hpp"
#include "adapters/sops/leaves.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::sops {
namespace {

bool take(std::string_view& text, std::string_view expected) noexcept {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

constexpr std::string_view alphanumeric =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view base64 =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

/// Takes at least one of `characters` off the front.
bool take_some(std::string_view& text, std::string_view characters) noexcept {
  const std::size_t end = std::min(text.find_first_not_of(characters), text.size());
  text.remove_prefix(end);
  return end > 0;
}

/// Takes `name` and base64, in whole groups of four.
bool take_field(std::string_view& text, std::string_view name) noexcept {
  if (!take(text, name)) return false;
  const std::size_t before = text.size();
  if (!take_some(text, base64)) return false;
  const std::size_t padding = std::min(text.find_first_not_of('='), text.size());
  text.remove_prefix(padding);
  return padding <= 2 && (before - text.size()) % 4 == 0;
}

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_metadata(const Leaf& leaf) {
  return leaf.path.size() > 1 && leaf.path.front() == "sops";
}

/// A key that may be shown: a word. Anything else could be a piece of a secret.
bool is_word(std::string_view key) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return !key.empty() && key.size() <= 64 && key.find_first_not_of(allowed) == std::string::npos;
}

/// `line 3` or `line 3, the value of 'password'`. A line of base64 may end in '=', with the secret
/// before it: that is not a key.
std::string place_of(const Leaf& leaf) {
  std::string place = "line " + std::to_string(leaf.line);
  const bool is_padding = leaf.text.find_first_not_of('=') == std::string::npos;
  const bool may_name_key = leaf.may_name_key && !leaf.is_opaque && !is_padding;
  if (may_name_key && !leaf.path.empty() && is_word(leaf.path.back()))
    place += ", the value of " + in_quotes(leaf.path.back()) + ",";
  return place;
}

Error not_encrypted(std::string_view file, const std::string& what) {
  const std::string name = printable(file);
  return {ReasonCode::secrets_not_encrypted, "secrets file " + in_quotes(file) + ": " + what,
          "encrypt it: `sops --encrypt --in-place --input-type yaml --output-type yaml " + name +
              "` (or json, dotenv, or ini); rotate every secret that was pushed in plain text"};
}

/// The first line that a text file of SOPS cannot have; 0 if there is none.
std::size_t first_binary_line(std::string_view text) {
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (line.find('\0') != std::string_view::npos || !is_utf8(line)) return number;
  }
  return 0;
}

bool has_mac(const std::vector<Leaf>& leaves) {
  return std::any_of(leaves.begin(), leaves.end(), [](const Leaf& leaf) {
    return leaf.path == std::vector<std::string>{"sops", "mac"} && is_encrypted_value(leaf.text);
  });
}

/// The rule that the metadata names; every document of a YAML file has the same. SOPS does not
/// accept a file with two.
Expected<KeyRule> rule_in(const std::vector<Leaf>& leaves) {
  std::set<std::pair<std::string, std::string>> rules;
  for (const Leaf& leaf : leaves)
    if (is_metadata(leaf) && leaf.path.size() == 2 && is_key_rule(leaf.path[1]) &&
        !leaf.text.empty())
      rules.insert({leaf.path[1], leaf.text});
  if (rules.empty()) return KeyRule();
  if (rules.size() > 1)
    return fail(ReasonCode::invalid_input,
                "its metadata has more than one rule for what to encrypt");
  return KeyRule::parse(rules.begin()->first, rules.begin()->second);
}

/// The first value in plain text that should be encrypted; nullptr if there is none.
const Leaf* first_plain(const std::vector<Leaf>& leaves, const KeyRule& rule) {
  const Leaf* first_value = nullptr;
  bool has_encrypted = false;
  for (const Leaf& leaf : leaves) {
    if (is_metadata(leaf) || leaf.text.empty()) continue;
    if (is_encrypted_value(leaf.text)) {
      has_encrypted = true;
      continue;
    }
    const bool hides_keys = leaf.is_opaque && rule.encrypts_by_match();
    if (hides_keys || rule.must_encrypt(leaf.path)) return &leaf;
    if (first_value == nullptr) first_value = &leaf;
  }
  return has_encrypted ? nullptr : first_value;
}

const Leaf* first_with_value(const std::vector<Leaf>& leaves) {
  const auto found = std::find_if(leaves.begin(), leaves.end(),
                                  [](const Leaf& leaf) { return !leaf.text.empty(); });
  return found == leaves.end() ? nullptr : &*found;
}

}  // namespace

bool is_encrypted_value(std::string_view text) noexcept {
  return take(text, "ENC[AES256_GCM,") && take_field(text, "data:") && take_field(text, ",iv:") &&
         take_field(text, ",tag:") && take(text, ",type:") && take_some(text, alphanumeric) &&
         text == "]";
}

Expected<void> check_encrypted(std::string_view file, std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (const std::size_t line = first_binary_line(text); line != 0)
    return fail(not_encrypted(file, "line " + std::to_string(line) + " is not text"));
  const auto leaves = leaves_of(text);
  if (!leaves) return fail(not_encrypted(file, leaves.error().message));
  if (std::none_of(leaves->begin(), leaves->end(), is_metadata)) {
    const Leaf* const plain = first_with_value(*leaves);
    return fail(not_encrypted(
        file, plain == nullptr ? "it has no SOPS metadata"
                               : place_of(*plain) + " is in plain text; it has no SOPS metadata"));
  }
  if (!has_mac(*leaves))
    return fail(not_encrypted(file, "its SOPS metadata has no encrypted `mac`"));
  const auto rule = rule_in(*leaves);
  if (!rule) return fail(not_encrypted(file, rule.error().message));
  const Leaf* const plain = first_plain(*leaves, *rule);
  if (plain == nullptr) return {};
  return fail(not_encrypted(file, place_of(*plain) + " is in plain text"));
}

}  // namespace shiptag::adapters::sops
