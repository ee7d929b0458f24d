#include "cli/input_values.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <set>

using namespace shiptag;
using namespace shiptag::cli;

namespace {

const std::string commit = "0123456789abcdef0123456789abcdef01234567";

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
  CHECK(find_input("concurrency_group") == nullptr);
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
  for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {"dry_run", "true"},
           {"dry_run", "True"},
           {"dry_run", "TRUE"},
           {"dry_run", "False"},
           {"timeout_seconds", "1"},
           {"timeout_seconds", "3600"},
           {"bump", "prerelease"},
           {"phase", "finish"},
           {"commit_sha", commit},
           {"until", "2026-01-02T08:00:00+01:00"},
           {"environment_url", "https://example.org/a?b=c"},
           {"reason", std::string(500, 'x')},
           {"reason", "p99 latency doubled \xE2\x80\x93 see the board"},
           {"deployment_state", std::string(65536, 'x')},
           {"sub_project", "../.."},  // the operation knows the grammar
       }) {
    CAPTURE(name);
    CHECK(check_one(name, value).has_value());
  }
}

TEST_CASE("a value that breaks its input's rule is refused, with the name and what to do") {
  for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {"operation", "destroy"},
           {"dry_run", "yes"},
           {"dry_run", "tRUE"},
           {"dry_run", "1"},
           {"timeout_seconds", "0"},
           {"timeout_seconds", "3601"},
           {"timeout_seconds", "-1"},
           {"timeout_seconds", "+5"},
           {"timeout_seconds", "60s"},
           {"timeout_seconds", "18446744073709551616"},
           {"bump", "Minor"},
           {"phase", "auto"},
           {"bump", "auto"},
           {"tag_type", "version|state"},
           {"commit_sha", commit.substr(1)},
           {"commit_sha", commit + "0"},
           {"commit_sha", "HEAD"},
           {"until", "tomorrow"},
           {"until", "2026-02-30T00:00:00Z"},
           {"environment_url", "javascript:alert(1)"},
           {"environment_url", "https://example.org/a b"},
       }) {
    CAPTURE(name);
    CAPTURE(value);
    const auto inputs = check_one(name, value);
    REQUIRE_FALSE(inputs.has_value());
    CHECK(inputs.error().code == ReasonCode::invalid_input);
    CHECK(inputs.error().message.find(name) == 0);
    CHECK(inputs.error().message.find(value) != std::string::npos);
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

TEST_CASE("a run without an operation is refused with the words there are") {
  const auto inputs = Inputs::check({{"version", "v1.0.0"}});
  REQUIRE_FALSE(inputs.has_value());
  CHECK(inputs.error().message ==
        "operation is missing: it must be tag, deploy, rollback, hold or resume");
}

TEST_SUITE_END();
