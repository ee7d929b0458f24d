#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::sops {

/// Which values SOPS encrypts, decided by the keys that lead to a value.
/// Source: SOPS' documentation, "Encrypting only parts of a file".
class KeyRule {
 public:
  /// `_unencrypted` at the end of a key leaves what is below it in plain text.
  KeyRule();

  /// @param name     as in SOPS' metadata: `encrypted_suffix`, `unencrypted_suffix`,
  ///                 `encrypted_regex`, `unencrypted_regex`.
  /// @param pattern  not empty. Go's syntax; only what keys need is supported.
  /// @return `invalid_input` for a regular expression that is not supported.
  [[nodiscard]] static Expected<KeyRule> parse(std::string_view name, const std::string& pattern);

  [[nodiscard]] bool must_encrypt(const std::vector<std::string>& path) const;
  /// Whether only what matches is encrypted.
  [[nodiscard]] bool encrypts_by_match() const noexcept { return encrypts_match_; }

 private:
  struct Expression;  ///< A compiled regular expression.

  [[nodiscard]] bool matches(const std::string& key) const;

  bool encrypts_match_ = false;
  std::string suffix_;  ///< Unless there is an expression.
  std::shared_ptr<const Expression> expression_;
};

/// Whether `name` is the name of such a rule in SOPS' metadata.
[[nodiscard]] bool is_key_rule(std::string_view name);

}  // namespace shiptag::adapters::sops
