#include "adapters/sops/key_rule.hpp"

#include <doctest/doctest.h>

#include <ostream>

using shiptag::ReasonCode;
using shiptag::adapters::sops::KeyRule;

TEST_CASE("without a rule all is encrypted but what is below _unencrypted") {
  const KeyRule rule;
  CHECK(rule.must_encrypt({"password"}));
  CHECK(rule.must_encrypt({}));
  CHECK(rule.must_encrypt({"unencrypted"}));
  CHECK_FALSE(rule.must_encrypt({"a_unencrypted"}));
  CHECK_FALSE(rule.must_encrypt({"a_unencrypted", "b", "c"}));
  CHECK_FALSE(rule.encrypts_by_match());
}

TEST_CASE("a rule says what is encrypted by the keys on the way to it") {
  struct Row {
    std::string name, pattern;
    std::vector<std::string> path;
    bool must_encrypt;
  };
  for (const Row& row : std::vector<Row>{
           {"unencrypted_suffix", "_plain", {"a_plain"}, false},
           {"unencrypted_suffix", "_plain", {"a_unencrypted"}, true},
           {"encrypted_suffix", "_secret", {"a_secret", "b"}, true},
           {"encrypted_suffix", "_secret", {"a"}, false},
           {"encrypted_regex", "^(data|stringData)$", {"data", "token"}, true},
           {"encrypted_regex", "^(data|stringData)$", {"metadata", "name"}, false},
           {"unencrypted_regex", "^(?:kind|apiVersion)$", {"kind"}, false},
           {"unencrypted_regex", "^(?:kind|apiVersion)$", {"token"}, true},
           {"encrypted_regex", "(?i)PASSWORD", {"my_password_1"}, true},
           {"encrypted_regex", "PASSWORD", {"my_password_1"}, false},
           {"encrypted_regex", "^key\\d+$", {"key12"}, true},
           {"encrypted_regex", "^key\\d+$", {"keyd"}, false},
           {"encrypted_regex", "a\\.b", {"a.b"}, true},
           {"encrypted_regex", "a\\.b", {"axb"}, false},
           {"encrypted_regex", "^[^a-z]\\w*$", {"Token"}, true},
           {"encrypted_regex", "^[]x]$", {"]"}, true},
       }) {
    CAPTURE(row.pattern);
    const auto rule = KeyRule::parse(row.name, row.pattern);
    REQUIRE(rule);
    CHECK(rule->must_encrypt(row.path) == row.must_encrypt);
  }
}

TEST_CASE("an expression that could mean another thing, or run for ever, cannot be parsed") {
  for (const std::string& pattern :
       {std::string("("), std::string("[a"), std::string("(a)\\1"), std::string("a{1000}"),
        std::string("(?P<name>a)"), std::string("a(?i)b"), std::string("\\pL"),
        std::string("[\\d]"), std::string("a\\"), std::string(501, 'a')}) {
    CAPTURE(pattern);
    const auto rule = KeyRule::parse("encrypted_regex", pattern);
    REQUIRE_FALSE(rule);
    CHECK(rule.error().code == ReasonCode::invalid_input);
  }
}
