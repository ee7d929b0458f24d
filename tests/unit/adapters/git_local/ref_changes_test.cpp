#include "adapters/git_local/ref_changes.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>

#include "unit/adapters/git_local/local_fixture.hpp"

namespace shiptag::adapters::git_local {

namespace fs = std::filesystem;
using contract::run;
using ports::Deletion;

TEST_CASE_FIXTURE(Fixture, "of 16 processes that create a tag at once, one does") {
  std::vector<pid_t> children;
  for (int i = 0; i < 16; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    const auto done = store.update({{"v1.0.0", std::nullopt, on(commit)}, {"v1", {}, on(commit)}});
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

TEST_CASE_FIXTURE(Fixture, "no tag is lost or comes back while git packs refs") {
  std::thread packer([&] {
    for (int i = 0; i < 15; ++i)
      run("git -C " + ground.path() + " pack-refs --all 2>/dev/null || true");
  });
  std::map<std::string, bool> expected;
  for (int i = 0; i < 30; ++i) {
    const std::string name = "v1." + std::to_string(i) + ".0";
    // The fake clock does not wait, so a lock that git holds for a moment is met again here.
    std::optional<domain::ObjectId> object;
    for (int tries = 0; tries < 1000 && !object; ++tries)
      if (auto done = store.update({{name, std::nullopt, on(commit)}})) object = done->objects[0];
    REQUIRE(object);
    const bool is_deleted = i % 2 == 0;
    for (int tries = 0; is_deleted && tries < 1000; ++tries)
      if (store.update({{name, object, Deletion{}}})) break;
    expected[name] = !is_deleted;
  }
  packer.join();
  const auto found = tags();
  for (const auto& each : expected)
    CHECK_MESSAGE(found.contains(each.first) == each.second, each.first);
}

TEST_CASE_FIXTURE(Fixture, "a lock that someone gives up is waited for") {
  std::ofstream(file("refs/tags/v1.0.0.lock")).close();
  ground.clock.on_sleep = [&] {
    if (ground.clock.sleeps == 3) fs::remove(file("refs/tags/v1.0.0.lock"));
  };
  create("v1.0.0");
  CHECK(ground.clock.sleeps == 3);
}

TEST_CASE_FIXTURE(Fixture, "a lock that stays is a conflict after about a second") {
  const auto object = create("v1.0.0-stable");
  const char* lock = "refs/tags/v1.0.0-stable.lock";
  SUBCASE("of the ref") {}
  SUBCASE("of packed-refs") {
    lock = "packed-refs.lock";
  }
  std::ofstream(file(lock)).close();
  const auto done = store.update({{"v1.0.0-stable", object, Deletion{}}});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ReasonCode::conflict);
  CHECK(done.error().hint.find(lock) != std::string::npos);
  CHECK(ground.clock.slept >= std::chrono::milliseconds(800));
  CHECK(ground.clock.slept <= std::chrono::milliseconds(1200));
  CHECK(tags().contains("v1.0.0-stable"));
  CHECK(fs::exists(file(lock)));
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
  CHECK(done.error().message.find("could not be taken back") == std::string::npos);
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
