#pragma once
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/git_local/local_tag_store.hpp"
#include "contract/git_ground.hpp"

namespace shiptag::adapters::git_local {

/// Sleeps not at all, but does what the test wants done meanwhile.
class HookedClock final : public ports::Clock {
 public:
  std::function<void()> on_sleep = [] {};
  int sleeps = 0;
  std::chrono::milliseconds slept{};

  Timestamp now() override { return {}; }
  std::chrono::steady_clock::time_point steady() override {
    return std::chrono::steady_clock::time_point(slept);
  }
  void sleep(std::chrono::milliseconds duration) override {
    ++sleeps;
    slept += duration;
    on_sleep();
  }
  std::uint64_t random() override { return 20; }
};

class Ground final : public contract::GitGround {
 public:
  Ground() : GitGround(contract::new_folder()) {}
  std::unique_ptr<ports::TagStore> open() override {
    return std::make_unique<LocalTagStore>(path(), patience());
  }
  Patience patience() { return {clock, std::chrono::seconds(5)}; }
  HookedClock clock;
};

struct Names final : ports::TagSink {
  void begin() override {
    tags.clear();
    faults.clear();
  }
  void tag(const ports::TagRef& tag) override { tags[tag.name] = tag; }
  void broken(const ports::BrokenTag& tag) override { faults[tag.name] = tag.fault.message; }
  std::map<std::string, ports::TagRef> tags;
  std::map<std::string, std::string> faults;
};

inline ports::NewTag on(const domain::ObjectId& commit) {
  return {commit, {"Octo Cat", "octocat@example.com"}, {1}, "a message\n"};
}

struct Fixture {
  Ground ground;
  LocalTagStore store{ground.path(), ground.patience()};
  domain::ObjectId commit = ground.commits()[0];

  domain::ObjectId create(const std::string& name) {
    return store.update({{name, std::nullopt, on(commit)}}).value().objects[0];
  }
  std::map<std::string, ports::TagRef> tags() {
    Names names;
    REQUIRE(store.list({""}, names));
    return names.tags;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return ground.path() + "/" + name;
  }
};

}  // namespace shiptag::adapters::git_local
