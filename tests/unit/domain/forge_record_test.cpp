#include "domain/forge_record.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "fakes/ledger_lines.hpp"

using namespace shiptag::domain;
using namespace shiptag::fakes;
using shiptag::Timestamp;

TEST_SUITE_BEGIN("domain/ForgeRecord");

namespace {

const Place everywhere{"api", "production", ""};
const Place us_east{"api", "production", "us-east"};

Timestamp at(int minute) {
  return {1'763'721'000 + minute * 60};
}

ForgeRecord record(const char* id, const char* version, RecordState state,
                   std::string region = {}) {
  ForgeRecord made{.id = id, .state = state, .created_at = at(0)};
  if (*version != '\0') made.line = deployed(version, std::move(region));
  if (state == RecordState::succeeded || state == RecordState::inactive) made.succeeded_at = at(1);
  return made;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

std::string ids(const std::vector<const ForgeRecord*>& records) {
  std::string text;
  for (const auto* found : records) text += found->id + " ";
  return text;
}

}  // namespace

TEST_CASE("history is what succeeded here, newest first, whatever became of it since") {
  using enum RecordState;
  std::vector<ForgeRecord> records = {record("D1", "api/v1.0.1", inactive),
                                      record("D2", "api/v1.0.2", succeeded),
                                      record("D3", "api/v1.0.3", failed),
                                      record("D4", "api/v1.0.4", in_progress),
                                      record("D5", "web/v1.0.5", succeeded),
                                      record("D6", "", succeeded),
                                      record("D7", "api/v1.0.7", succeeded, "eu-west")};
  records[1].succeeded_at = at(9);
  records[6].line->environment = "staging";
  const auto lines = history_of(records, everywhere);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].version->str() == "api/v1.0.2");
  CHECK(*lines[0].completed_at == at(9));
  CHECK(lines[1].version->str() == "api/v1.0.1");
}

TEST_CASE("a success replaces the active deployments of its own regions") {
  using enum RecordState;
  const std::vector<ForgeRecord> records = {record("everywhere", "api/v1.0.1", succeeded),
                                            record("us", "api/v1.0.1", succeeded, "us-east"),
                                            record("eu", "api/v1.0.1", succeeded, "eu-west"),
                                            record("over", "api/v1.0.1", inactive, "us-east"),
                                            record("other", "web/v1.0.1", succeeded, "us-east"),
                                            record("theirs", "", succeeded)};
  CHECK(joined(replaced_by(records, everywhere)) == "everywhere us eu ");
  CHECK(joined(replaced_by(records, us_east)) == "us ");
}

TEST_CASE("a deployment is in the way if another run's goes to some of the same regions") {
  using enum RecordState;
  std::vector<ForgeRecord> records = {record("everywhere", "api/v1.0.1", queued),
                                      record("us", "api/v1.0.1", in_progress, "us-east"),
                                      record("eu", "api/v1.0.1", in_progress, "eu-west"),
                                      record("done", "api/v1.0.1", succeeded),
                                      record("other", "web/v1.0.1", in_progress),
                                      record("theirs", "", in_progress)};
  records[0].line->workflow_run_id = "1";
  CHECK(ids(under_way_at(records, everywhere, "7")) == "everywhere us eu ");
  CHECK(ids(under_way_at(records, us_east, "7")) == "everywhere us ");
  CHECK(ids(under_way_at(records, us_east, "1")) == "us ");
  CHECK(ids(under_way_at(records, us_east, "")) == "everywhere us ");
}

TEST_CASE("what an earlier attempt left is found by the run's identity while it is under way") {
  std::vector<ForgeRecord> records = {record("D1", "api/v1.0.1", RecordState::in_progress)};
  records[0].line->deployment_id = "deploy-20251121-103045-00ff00ff00ff00ff";
  REQUIRE(left_by(records, "00ff00ff00ff00ff") != nullptr);
  CHECK(left_by(records, "00ff00ff00ff00ff")->id == "D1");
  CHECK(left_by(records, "1111111111111111") == nullptr);
  CHECK(left_by(records, "") == nullptr);
  CHECK(record_of(records, "deploy-20251121-103045-00ff00ff00ff00ff") == records.data());
  CHECK(record_of(records, "deploy-1") == nullptr);
  records[0].state = RecordState::failed;
  CHECK(left_by(records, "00ff00ff00ff00ff") == nullptr);
}

TEST_CASE("the job's own deployment is used if there is just one it can be") {
  std::vector<ForgeRecord> records = {record("D1", "", RecordState::in_progress),
                                      record("D2", "", RecordState::in_progress),
                                      record("D3", "api/v1.0.1", RecordState::in_progress)};
  for (auto& each : records) each.run_id = "7";
  records[1].run_id = "8";
  REQUIRE(made_for_job(records, "7") != nullptr);
  CHECK(made_for_job(records, "7")->id == "D1");
  CHECK(made_for_job(records, "") == nullptr);
  CHECK(made_for_job(records, "9") == nullptr);
  records[1].run_id = "7";
  CHECK(made_for_job(records, "7") == nullptr);
  records[1].state = RecordState::failed;
  CHECK(made_for_job(records, "7") != nullptr);
}

TEST_CASE("records join a ledger in the order of time, and none twice") {
  auto newest = deployed("v1.0.3");
  newest.completed_at = at(30);
  auto oldest = deployed("v1.0.1");
  oldest.completed_at = at(10);
  auto between = deployed("v1.0.2");
  between.completed_at = at(20);
  auto first = deployed("v1.0.0");
  first.completed_at = at(1);
  const Ledger both = joined(Ledger({newest, oldest}), {newest, between, first});
  std::string versions;
  for (const auto& line : both.lines()) versions += line.version->str() + " ";
  CHECK(versions == "v1.0.3 v1.0.2 v1.0.1 v1.0.0 ");
}
