#include "domain/run_context.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <set>
#include <vector>

using shiptag::domain::RunIdentity;

namespace {

const RunIdentity identity = {"org/repo",       "1234567890", "deploy", "deploy",
                              "api/production", "us-east",    "v1.2.3"};

}  // namespace

TEST_CASE("a rerun has the identity of its first attempt") {
  const RunIdentity again = identity;
  CHECK(again.hash() == identity.hash());
}

TEST_CASE("an identity's hash never changes, since tags keep it") {
  CHECK(identity.hash() == "ff854f1ae1f976a7");
  CHECK(RunIdentity{"", "1", "", "", "", "", ""}.hash() == "af1abfcd91ec17a2");
}

TEST_CASE("an identity's hash depends on every member, and on which of them it is") {
  std::vector<RunIdentity> different(8, identity);
  different[0].repository = "org/other";
  different[1].run_id = "1234567891";
  different[2].job = "deploy-2";
  different[3].operation = "rollback";
  different[4].environment_tag = "api/staging";
  different[5].region = "eu-west";
  different[6].requested_version = "v1.2.4";
  different[7].job = identity.job + identity.operation;
  different[7].operation.clear();
  std::set<std::string> hashes = {identity.hash()};
  for (const RunIdentity& other : different) hashes.insert(other.hash());
  CHECK(hashes.size() == 9);
  for (const std::string& hash : hashes) {
    CHECK(hash.size() == 16);
    CHECK(hash.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
}

TEST_CASE("where there is no run there is no identity") {
  RunIdentity nobody = identity;
  nobody.run_id.clear();
  CHECK(nobody.hash().empty());
}
