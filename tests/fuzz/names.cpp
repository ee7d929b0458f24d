#include "domain/names.hpp"
#include "base/timestamp.hpp"
#include "domain/object_id.hpp"
#include "domain/version.hpp"
#include "domain/version_tag.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

void try_version(std::string_view input) {
  const auto version = domain::Version::parse(input);
  if (!version) return;
  require(version->str() == input, "a version is written as it was read");
  require(*version == *version && !(*version < *version), "it equals itself");
}

void try_tag(std::string_view input) {
  const auto name = domain::classify(input, "api", domain::EnvironmentNames());
  if (name.kind == domain::TagName::Kind::version)
    require(name.version.has_value() && name.version->str() == input,
            "a version tag is its version");
  if (name.kind == domain::TagName::Kind::state)
    require(domain::state_tag_name(*name.version, *name.state) == input,
            "a state tag has its name");
}

void try_time(std::string_view input) {
  const auto time = Timestamp::parse(input);
  if (!time) return;
  const auto again = Timestamp::parse(time->rfc3339());
  require(again.has_value() && *again == *time, "a time is written as it was read");
}

}  // namespace

std::vector<std::string> seeds() {
  return {"v1.2.3",
          "api/v1.2.3-rc.1",
          "api/v18446744073709551615.0.1-alpha.beta-1",
          "api/v1.2.3-stable",
          "api/production",
          "2025-11-21T10:30:45.123+01:00",
          "9999-12-31T23:59:59Z",
          "0123456789abcdef0123456789abcdef01234567",
          "us-east"};
}

void try_input(std::string_view input) {
  try_version(input);
  try_tag(input);
  try_time(input);
  if (const auto id = domain::ObjectId::from_hex(input))
    require(domain::ObjectId::from_hex(id->hex()) == id, "an object id is written as it was read");
  (void)domain::check_sub_project(input, domain::EnvironmentNames());
  (void)domain::check_region_name(input);
  (void)domain::version_in("api", input);
}

}  // namespace shiptag::fuzz
