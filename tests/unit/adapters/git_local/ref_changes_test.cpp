#include "adapters/git_local/ref_changes.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>

#include "adapters/system/interrupt.hpp"
#include "unit/adapters/git_local/local_fixture.hpp"

namespace shiptag::adapters::git_local {

namespace fs = std::filesystem;
using contract::run;
using ports::Deletion;

namespace {

/// A store that really waits for locks, for as long as it takes.
LocalTagStore patient_store(Fixture& fixture) {
  HookedClock& clock = fixture.ground.clock;
  clock.on_sleep = [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); };
  return {fixture.ground.path(), {clock, std::chrono::minutes(10)}};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "of 16 processes that create a tag at once, one does") {
  LocalTagStore patient = patient_store(*this);
  std::vector<pid_t> children;
  for (int i = 0; i < 16; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    const auto done =
        patient.update({{"v1.0.0", std::nullopt, on(commit)}, {"v1", {}, on(commit)}});
    ::_exit(done ? 0 : done.error().code == ReasonCode::conflict ? 1 : 2);
  }
  std::map<int, int> statuses;
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ++statuses[WEXITSTATUS(status)];
  }
  CHECK(statuses == std::map<int, int>{{0, 1}, {1, 15}});
  CHECK(tags().size() == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "no tag is lost or comes back, and no write fails, while git packs refs") {
  LocalTagStore patient = patient_store(*this);
  std::atomic<bool> is_done = false;
  std::thread packer([&] {
    while (!is_done) run("git -C " + ground.path() + " pack-refs --all 2>/dev/null || true");
  });
  std::map<std::string, bool> expected;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "v1." + std::to_string(i) + ".0/folder";
    const auto created = patient.update({{name, std::nullopt, on(commit)}});
    CHECK_MESSAGE(created.has_value(), created.error().message);
    if (!created) break;
    expected[name] = i % 2 == 1;
    if (expected[name]) continue;
    const auto deleted = patient.update({{name, created->objects[0], Deletion{}}});
    CHECK_MESSAGE(deleted.has_value(), deleted.error().message);
  }
  is_done = true;
  packer.join();
  Names found;
  REQUIRE(patient.list({""}, found));
  for (const auto& each : expected)
    CHECK_MESSAGE(found.tags.contains(each.first) == each.second, each.first);
}

TEST_CASE_FIXTURE(Fixture, "a lock that someone gives up is waited for") {
  std::ofstream(file("refs/tags/v1.0.0.lock")).close();
  ground.clock.on_sleep = [&] {
    if (ground.clock.sleeps == 3) fs::remove(file("refs/tags/v1.0.0.lock"));
  };
  create("v1.0.0");
  CHECK(ground.clock.sleeps == 3);
}

TEST_CASE_FIXTURE(Fixture,
                  "a lock that stays is named, and not waited for longer than the time limit") {
  const auto object = create("v1.0.0-stable");
  const char* lock = "refs/tags/v1.0.0-stable.lock";
  SUBCASE("of the ref") {}
  SUBCASE("of packed-refs") {
    lock = "packed-refs.lock";
  }
  std::ofstream(file(lock)).close();
  const auto done = store.update({{"v1.0.0-stable", object, Deletion{}}});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::unavailable);
  CHECK(done.error().message.find(lock) != std::string::npos);
  CHECK(done.error().message.find("seconds") != std::string::npos);
  CHECK(done.error().hint.find("delete that file") != std::string::npos);
  CHECK(ground.clock.slept >= std::chrono::milliseconds(5000));
  CHECK(ground.clock.slept <= std::chrono::milliseconds(5100));
  CHECK(fs::exists(file("refs/tags/v1.0.0-stable")));
  CHECK(fs::exists(file(lock)));
}

TEST_CASE_FIXTURE(Fixture, "a signal ends the wait for a lock") {
  system::catch_interrupts();
  std::ofstream(file("refs/tags/v1.0.0.lock")).close();
  ground.clock.on_sleep = [] { std::raise(SIGTERM); };
  const auto done = store.update({{"v1.0.0", std::nullopt, on(commit)}});
  system::forget_interrupt();
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::interrupted);
  CHECK(ground.clock.sleeps == 1);
}

TEST_CASE_FIXTURE(Fixture, "a ref whose object is missing is said at once") {
  const std::string object(40, 'e');
  std::ofstream(file("refs/tags/v1.0.0")) << object << "\n";
  CHECK_FALSE(tags().contains("v1.0.0"));
  const auto done = store.update({{"v1.0.0", std::nullopt, on(commit)}});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::rejected_by_server);
  CHECK(done.error().message.find("'refs/tags/v1.0.0' points to the object " + object) !=
        std::string::npos);
  CHECK(done.error().hint.find("git fsck") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "no symbolic link is followed") {
  const std::string outside = file("../outside");
  fs::create_directories(outside);
  std::ofstream(outside + "/v1.0.0") << commit.hex() << "\n";
  const std::string before = run("find " + outside + " -type f | xargs cat");
  SUBCASE("of a ref") {
    fs::create_symlink(outside + "/v1.0.0", file("refs/tags/v1.0.0"));
  }
  SUBCASE("of a ref that leads nowhere") {
    fs::create_symlink(outside + "/none", file("refs/tags/v1.0.0"));
  }
  SUBCASE("of all tags") {
    fs::remove(file("refs/tags"));
    fs::create_symlink(outside, file("refs/tags"));
  }
  Names names;
  const auto listed = store.list({"v1"}, names);
  REQUIRE_FALSE(listed);
  CHECK(listed.error().code == ReasonCode::rejected_by_server);
  CHECK(listed.error().message.find("symbolic link") != std::string::npos);
  for (const std::optional<domain::ObjectId>& expected :
       {std::optional<domain::ObjectId>(), std::optional(commit)}) {
    const auto done = store.update({{"v1.0.0", expected, on(ground.commits()[1])}});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ReasonCode::rejected_by_server);
  }
  CHECK(run("find " + outside + " -type f | xargs cat") == before);
  CHECK_FALSE(fs::exists(outside + "/none"));
  CHECK(run("find " + outside + " -name '*.lock'").empty());
}

TEST_CASE_FIXTURE(Fixture, "a linked folder of another project's is no concern") {
  create("v1.0.0");
  fs::create_symlink("/", file("refs/tags/web"));
  Names names;
  CHECK(store.list({"v"}, names));
  CHECK_FALSE(store.list({"web/v"}, names));
}

TEST_CASE_FIXTURE(Fixture, "an empty folder of refs that are gone is no obstacle") {
  fs::create_directories(file("refs/tags/api/v1"));
  create("api");
  CHECK(tags().contains("api"));
}

TEST_CASE_FIXTURE(Fixture, "a write that fails undoes those before it") {
  const auto moved = create("a");
  const auto deleted = create("z");
  std::ofstream(file("packed-refs.lock")).close();
  ground.clock.on_sleep = [&] {  // Every ref is locked and checked by then.
    fs::create_directories(file("refs/tags/c/in-the-way"));
    std::ofstream(file("refs/tags/c/in-the-way/x")) << "x";
    fs::remove(file("packed-refs.lock"));
  };
  const auto done = store.update({{"a", moved, on(ground.commits()[1])},
                                  {"b", std::nullopt, on(commit)},
                                  {"c", std::nullopt, on(commit)},
                                  {"z", deleted, Deletion{}}});
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("could not be undone") == std::string::npos);
  const auto left = tags();
  CHECK(left.size() == 2);
  CHECK(left.at("a").object == moved);
  CHECK(left.at("z").object == deleted);
  CHECK(run("find " + ground.path() + " -name '*.lock'").empty());
}

TEST_CASE_FIXTURE(Fixture, "a lost race leaves neither lock nor object behind") {
  create("v1.0.0");
  const std::string before = run("find " + ground.path() + " | sort");
  CHECK_FALSE(store.update({{"v1.1.0", {}, on(commit)}, {"v1.0.0", {}, on(commit)}}));
  CHECK(run("find " + ground.path() + " | sort") == before);
}

}  // namespace shiptag::adapters::git_local
