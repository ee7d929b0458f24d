#include "adapters/open_tag_store.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "adapters/http/curl_client.hpp"
#include "fakes/fake_clock.hpp"

using namespace shiptag;
using namespace shiptag::adapters;
using git_local::WorkspaceRepository;

namespace {

const Expected<WorkspaceRepository> no_repository = WorkspaceRepository{};
const Expected<WorkspaceRepository> unreadable =
    fail(ReasonCode::unavailable, "reftable cannot be parsed");

domain::RunContext workflow() {
  return {.in_workflow = true, .server_url = "https://github.com", .repository = "org/repo"};
}

Expected<RemoteChoice> in_workflow(const RemoteRequest& request) {
  return choose_remote(request, workflow(), unreadable);
}

class SilentLog final : public ports::Log {
 public:
  void debug(std::string_view /*line*/) override {}
};

}  // namespace

TEST_SUITE_BEGIN("adapters/open_tag_store");

TEST_CASE("the remote is the given one, else the workflow's repository, else the origin") {
  CHECK(in_workflow({.remote = "/srv/repo.git"})->remote == "/srv/repo.git");
  CHECK(in_workflow({})->remote == "https://github.com/org/repo.git");
  const Expected<WorkspaceRepository> clone = WorkspaceRepository{.origin = "/srv/origin.git"};
  CHECK(choose_remote({}, {}, clone)->remote == "/srv/origin.git");
  CHECK(choose_remote({.remote = "https://h/r"}, {}, unreadable)->remote == "https://h/r");
}

TEST_CASE("without a remote the run is refused, and says how to name one") {
  const auto none = choose_remote({}, {}, no_repository);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code == ReasonCode::invalid_input);
  CHECK(none.error().hint.find("https://") != std::string::npos);
  const auto broken = choose_remote({}, {}, unreadable);
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().code == ReasonCode::unavailable);
}

TEST_CASE("a token goes to its own server, and the workflow's own to GitHub alone") {
  struct Row {
    std::string name;
    RemoteRequest request;
    domain::RunContext run;
    std::string sent;
    bool noticed = false;
  };
  for (const Row& row : {
           Row{"the workflow's, to its repository", {.token = "ghs_fake"}, workflow(), "ghs_fake"},
           Row{"the workflow's, elsewhere",
               {.remote = "https://git.example/r", .token = "ghs_fake"},
               workflow(),
               "",
               true},
           Row{"the workflow's, to another port",
               {.remote = "https://github.com:8443/r", .token = "ghs_fake"},
               workflow(),
               "",
               true},
           Row{"a person's, elsewhere",
               {.remote = "https://git.example/r", .token = "fake"},
               workflow(),
               "fake"},
           Row{"GITHUB_TOKEN, to GitHub",
               {.remote = "https://github.com/o/r", .github_token = "fake"},
               {},
               "fake"},
           Row{"GITHUB_TOKEN, elsewhere",
               {.remote = "https://git.example/r", .github_token = "fake"},
               {},
               ""},
           Row{"GITHUB_TOKEN, where a token is given",
               {.remote = "https://github.com/o/r", .token = "given", .github_token = "fake"},
               {},
               "given"},
           Row{"any, to a path", {.remote = "/srv/r.git", .token = "fake"}, workflow(), ""},
       }) {
    CAPTURE(row.name);
    const auto choice = choose_remote(row.request, row.run, no_repository);
    REQUIRE(choice.has_value());
    CHECK(choice->token == row.sent);
    CHECK(choice->notice.has_value() == row.noticed);
  }
}

TEST_CASE("paths, file:// and https:// are opened, and what is none of them is refused") {
  http::CurlClient client;
  fakes::FakeClock clock;
  SilentLog log;
  const git_wire::World world{client, clock, log};
  const auto open = [&](const std::string& remote) {
    return open_tag_store({.remote = remote, .token = {}}, std::chrono::seconds(1), world);
  };
  for (const char* const remote : {"/srv/r.git", "./r", "file:///srv/r", "https://git.example/r"})
    CHECK(open(remote).has_value());
  for (const char* const remote :
       {"git@github.com:org/repo.git", "ssh://git@github.com/org/repo", "ftp://x/y"}) {
    CAPTURE(remote);
    const auto store = open(remote);
    REQUIRE_FALSE(store.has_value());
    CHECK(store.error().code == ReasonCode::invalid_input);
    CHECK(store.error().hint.find("https://") != std::string::npos);
  }
}

TEST_SUITE_END();
