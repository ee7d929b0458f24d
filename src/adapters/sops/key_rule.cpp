#include "adapters/sops/key_rule.hpp"

#include <regex.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace shiptag::adapters::sops {
namespace {

struct Replacement {
  std::string_view go, posix;
};

constexpr std::string_view ignore_case = "(?i)";
constexpr std::size_t longest_pattern = 500;

/// The bracket expression at the start of `go`; empty if it has escapes, which POSIX does not have.
std::string_view bracket_in(std::string_view go) {
  std::size_t at = go.starts_with("[^") ? 2 : 1;
  at = go.find(']', at + 1);  // A bracket that comes first is one of the set.
  const std::string_view bracket = go.substr(0, at == std::string_view::npos ? 0 : at + 1);
  return bracket.find('\\') == std::string_view::npos ? bracket : std::string_view();
}

/// What `go` begins with, in both languages; both empty if POSIX cannot express it.
Replacement next_in(std::string_view go) {
  constexpr std::array different = {Replacement{"(?:", "("}, Replacement{"\\d", "[0-9]"},
                                    Replacement{"\\A", "^"}, Replacement{"\\z", "$"}};
  constexpr std::string_view same_letters = "wWsSbB";
  for (const Replacement& each : different)
    if (go.starts_with(each.go)) return each;
  if (go.front() == '[') return {bracket_in(go), bracket_in(go)};
  if (go.front() == '{' || go.starts_with("(?")) return {};
  if (go.front() != '\\') return {go.substr(0, 1), go.substr(0, 1)};
  const bool is_letter = go.size() > 1 && std::isalnum(static_cast<unsigned char>(go[1])) != 0;
  if (go.size() < 2 || (is_letter && same_letters.find(go[1]) == std::string_view::npos)) return {};
  return {go.substr(0, 2), go.substr(0, 2)};
}

/// Go's syntax in that of POSIX, as far as they are alike. Empty if they are not: back references
/// and counted repetitions can take forever or all memory, and no secrets file's keys need them.
std::string in_posix(std::string_view go) {
  std::string posix;
  while (!go.empty()) {
    const Replacement next = next_in(go);
    if (next.go.empty()) return {};
    posix += next.posix;
    go.remove_prefix(next.go.size());
  }
  return posix;
}

}  // namespace

struct KeyRule::Expression {
  Expression(const std::string& pattern, int flags)
      : is_compiled(::regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB | flags) == 0) {}
  ~Expression() {
    if (is_compiled) ::regfree(&compiled);
  }
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  regex_t compiled{};
  bool is_compiled;
};

KeyRule::KeyRule() : suffix_("_unencrypted") {}

Expected<KeyRule> KeyRule::parse(std::string_view name, const std::string& pattern) {
  KeyRule rule;
  rule.encrypts_match_ = name.starts_with("encrypted");
  rule.suffix_ = pattern;
  if (name.ends_with("_suffix")) return rule;
  const bool ignores_case = pattern.starts_with(ignore_case);
  const std::string_view rest =
      std::string_view(pattern).substr(ignores_case ? ignore_case.size() : 0);
  const std::string posix = pattern.size() > longest_pattern ? "" : in_posix(rest);
  if (!posix.empty()) {
    auto expression = std::make_shared<Expression>(posix, ignores_case ? REG_ICASE : 0);
    if (expression->is_compiled) rule.expression_ = std::move(expression);
  }
  if (rule.expression_) return rule;
  return fail(ReasonCode::invalid_input,
              "the regular expression in its " + std::string(name) + " cannot be parsed");
}

bool KeyRule::matches(const std::string& key) const {
  if (!expression_) return key.ends_with(suffix_);
  return ::regexec(&expression_->compiled, key.c_str(), 0, nullptr, 0) == 0;
}

bool KeyRule::must_encrypt(const std::vector<std::string>& path) const {
  const bool is_match = std::any_of(path.begin(), path.end(),
                                    [this](const std::string& key) { return matches(key); });
  return is_match == encrypts_match_;
}

bool is_key_rule(std::string_view name) {
  return name == "encrypted_suffix" || name == "unencrypted_suffix" || name == "encrypted_regex" ||
         name == "unencrypted_regex";
}

}  // namespace shiptag::adapters::sops
