#include "adapters/github/deployments.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "containing.hpp"

using namespace shiptag;
using namespace shiptag::adapters::github;
using namespace shiptag::tests;
using To = ports::StatusChange::To;

TEST_SUITE_BEGIN("adapters/github/status_changes");

TEST_CASE("several statuses are one mutation") {
  CHECK(status_document(1) ==
        "mutation ChangeStatuses($s0: CreateDeploymentStatusInput!) {\n"
        "  s0: createDeploymentStatus(input: $s0) { deploymentStatus { state } }\n}");
  CHECK(status_document(2) ==
        "mutation ChangeStatuses($s0: CreateDeploymentStatusInput!, "
        "$s1: CreateDeploymentStatusInput!) {\n"
        "  s0: createDeploymentStatus(input: $s0) { deploymentStatus { state } }\n"
        "  s1: createDeploymentStatus(input: $s1) { deploymentStatus { state } }\n}");
}

TEST_CASE("each input says what becomes of one deployment, and of no other") {
  const std::vector<ports::StatusChange> changes = {
      {.id = "DE_1", .to = To::succeeded, .description = "done", .environment_url = "https://x/"},
      {.id = "DE_2", .to = To::inactive}};
  CHECK(status_variables(changes, "https://github.example/o/r/actions/runs/1") ==
        R"({"s0":{"deploymentId":"DE_1","state":"SUCCESS","description":"done",)"
        R"("environmentUrl":"https://x/","logUrl":"https://github.example/o/r/actions/runs/1",)"
        R"("autoInactive":false},)"
        R"("s1":{"deploymentId":"DE_2","state":"INACTIVE","description":"",)"
        R"("logUrl":"https://github.example/o/r/actions/runs/1","autoInactive":false}})");
  CHECK(status_variables({{.id = "DE_1", .to = To::queued}}, "").find("logUrl") ==
        std::string::npos);
}

TEST_CASE("each state has GitHub's word") {
  struct Row {
    To to;
    std::string_view word;
  };
  for (const Row& row : {Row{To::queued, "QUEUED"}, Row{To::in_progress, "IN_PROGRESS"},
                         Row{To::succeeded, "SUCCESS"}, Row{To::failed, "FAILURE"},
                         Row{To::cancelled, "ERROR"}, Row{To::inactive, "INACTIVE"}}) {
    CAPTURE(row.word);
    CHECK(status_variables({{.id = "x", .to = row.to}}, "") ==
          Containing("\"state\":\"" + std::string(row.word) + "\""));
  }
}

TEST_CASE("a description is one line of at most 140 characters, however many bytes they have") {
  const auto times = [](std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  struct Row {
    std::string_view name;
    std::string text, description;
  };
  const Row rows[] = {
      {"short", "done", "done"},
      {"empty", "", ""},
      {"140 letters", times(140, "a"), times(140, "a")},
      {"141 letters", times(141, "a"), times(139, "a") + "…"},
      {"140 of two bytes", times(140, "é"), times(140, "é")},
      {"141 of two bytes", times(141, "é"), times(139, "é") + "…"},
      {"140 of four bytes", times(140, "😀"), times(140, "😀")},
      {"1000 of four bytes", times(1000, "😀"), times(139, "😀") + "…"},
      {"several lines", " a\nb\x1b ", "a?b?"},
      {"no UTF-8", "a\xff", "a?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(short_description(row.text) == row.description);
  }
}

TEST_SUITE_END();
