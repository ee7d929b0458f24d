#include "cli/input_values.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <set>

using namespace shiptag;
using namespace shiptag::cli;

namespace {

const std::string full_commit = "0123456789abcdef0123456789abcdef01234567";

struct Given {
  std::string name;
  std::string value;
};

Expected<Inputs> check_one(const std::string& name, const std::string& value) {
  for (const Operation operation : all_operations)
    if (find_input(name)->used_by.contains(operation)) {
      GivenInputs given = {{"operation", std::string(to_string(operation))}};
      given.insert_or_assign(name, value);
      return Inputs::check(given);
    }
  return fail(ReasonCode::internal, "used by no operation");
}

}  // namespace

TEST_SUITE_BEGIN("cli/input_values");

TEST_CASE("every input has a name of its own and is used") {
  std::set<std::string_view> names;
  for (const InputSpec& spec : all_inputs()) {
    CAPTURE(spec.name);
    CHECK(names.insert(spec.name).second);
    CHECK(find_input(spec.name) == &spec);
    bool used = false;
    for (const Operation operation : all_operations) used |= spec.used_by.contains(operation);
    CHECK(used);
  }
  CHECK(find_input("no_such_input") == nullptr);
}

TEST_CASE("inputs that are not given have their defaults, and every default is allowed") {
  for (const Operation operation : all_operations) {
    CAPTURE(to_string(operation));
    const auto inputs = Inputs::check({{"operation", std::string(to_string(operation))}});
    REQUIRE(inputs.has_value());
    CHECK(inputs->operation() == operation);
    CHECK(inputs->number("timeout_seconds") == 60);
    CHECK(inputs->text("phase") == "complete");
    CHECK(inputs->flag("move_env_tag"));
    CHECK_FALSE(inputs->flag("dry_run"));
    CHECK_FALSE(inputs->commit("commit_sha").has_value());
    CHECK_FALSE(inputs->timestamp("until").has_value());
  }
  for (const InputSpec& spec : all_inputs())
    if (!spec.fallback.empty()) {
      CAPTURE(spec.name);
      CHECK(check_one(std::string(spec.name), std::string(spec.fallback)).has_value());
    }
}

TEST_CASE("values that an input allows") {
  for (const Given& given : {
           Given{"dry_run", "true"}, Given{"dry_run", "True"}, Given{"dry_run", "TRUE"},
           Given{"dry_run", "False"}, Given{"timeout_seconds", "1"},
           Given{"timeout_seconds", "3600"}, Given{"bump", "prerelease"}, Given{"phase", "finish"},
           Given{"commit_sha", full_commit}, Given{"until", "2026-01-02T08:00:00+01:00"},
           Given{"environment_url", "https://example.org/a?b=c"},
           Given{"reason", std::string(500, 'x')},
           Given{"reason", "p99 latency doubled \xE2\x80\x93 see the board"},
           Given{"deployment_state", std::string(65536, 'x')},
           Given{"sub_project", "../.."},  // the operation knows the grammar
       }) {
    CAPTURE(given.name);
    CHECK(check_one(given.name, given.value).has_value());
  }
}

TEST_CASE("a value that breaks its input's rule is refused, with the name and what to do") {
  for (const Given& given : {
           Given{"operation", "destroy"},
           Given{"dry_run", "yes"},
           Given{"dry_run", "tRUE"},
           Given{"dry_run", "1"},
           Given{"timeout_seconds", "0"},
           Given{"timeout_seconds", "3601"},
           Given{"timeout_seconds", "-1"},
           Given{"timeout_seconds", "+5"},
           Given{"timeout_seconds", "60s"},
           Given{"timeout_seconds", "18446744073709551616"},
           Given{"bump", "Minor"},
           Given{"phase", "later"},
           Given{"bump", "auto"},
           Given{"tag_type", "version|state"},
           Given{"commit_sha", full_commit.substr(1)},
           Given{"commit_sha", full_commit + "0"},
           Given{"commit_sha", "HEAD"},
           Given{"until", "tomorrow"},
           Given{"until", "2026-02-30T00:00:00Z"},
           Given{"environment_url", "javascript:alert(1)"},
           Given{"environment_url", "https://example.org/a b"},
       }) {
    CAPTURE(given.name);
    CAPTURE(given.value);
    const auto inputs = check_one(given.name, given.value);
    REQUIRE_FALSE(inputs.has_value());
    CHECK(inputs.error().code == ReasonCode::invalid_input);
    CHECK(inputs.error().message.find(given.name) == 0);
    CHECK(inputs.error().message.find(given.value) != std::string::npos);
    CHECK_FALSE(inputs.error().hint.empty());
  }
}

TEST_CASE("no input takes control characters, broken UTF-8 or more bytes than it may have") {
  for (const InputSpec& spec : all_inputs()) {
    const std::string name(spec.name);
    CAPTURE(name);
    const std::string long_value(spec.max_bytes + 1, 'x');
    for (const std::string& value :
         {std::string("a\nb"), std::string("a\x1b[31mb"), std::string("a\0b", 3),
          std::string("a\x7f"), std::string("\xff\xfe"), std::string("\xed\xa0\x80"), long_value}) {
      CAPTURE(value);
      const auto fits = check_characters(spec, value);
      REQUIRE_FALSE(fits.has_value());
      CHECK(fits.error().code == ReasonCode::invalid_input);
      CHECK(fits.error().message.find(name) == 0);
      CHECK(fits.error().message.find('\n') == std::string::npos);
      CHECK(fits.error().message.size() < 300);
      CHECK_FALSE(check_one(name, value).has_value());
    }
  }
}

TEST_CASE("a token is never repeated in a message") {
  const auto inputs = check_one("token", "not-a-real-token\nx");
  REQUIRE_FALSE(inputs.has_value());
  CHECK(inputs.error().message.find("real") == std::string::npos);
}

TEST_CASE("no input but the token may hold it, in any form") {
  Secrets secrets;
  secrets.add("not-a-real-token");
  for (const InputSpec& spec : all_inputs())
    for (const std::string value :
         {"see not-a-real-token.", "-a-real-to", "eC1hY2Nlc3MtdG9rZW46bm90LWEtcmVhbC10b2tlbg=="}) {
      const std::string name(spec.name);
      CAPTURE(name);
      const auto fits = check_no_secret({{name, value}}, secrets);
      REQUIRE(fits.has_value() == (name == "token"));
      if (fits) continue;
      CHECK(fits.error().code == ReasonCode::invalid_input);
      CHECK(fits.error().message.starts_with(name + " contains one of this run's secrets"));
      CHECK_FALSE(secrets.are_in(with_hint(fits.error())));
    }
  CHECK(check_no_secret({{"reason", "no real token"}}, secrets).has_value());
  CHECK(check_no_secret({{"remote", "https://x:not-a-real-token@h/o/r"}}, secrets).has_value());
}

TEST_CASE("a run without an operation is refused with the words there are") {
  const auto inputs = Inputs::check({{"version", "v1.0.0"}});
  REQUIRE_FALSE(inputs.has_value());
  CHECK(inputs.error().message.starts_with("operation is missing: it must be tag, deploy, "));
  CHECK(inputs.error().message.ends_with(" or " + std::string(operation_rows.back().word)));
}

TEST_SUITE_END();
