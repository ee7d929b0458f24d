// What every ports::TagStore promises; linked with one Ground into a program for each of them.
#include "contract/tag_store_contract.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <thread>

namespace shiptag::contract {
namespace {

using domain::ObjectId;
using ports::Deletion;
using ports::NewTag;
using ports::TagRef;

struct Listing final : ports::TagSink {
  void begin() override {
    ++begins;
    tags.clear();
  }
  void tag(const TagRef& tag) override {
    CHECK_MESSAGE(begins > 0, "a tag before begin()");
    CHECK_MESSAGE(tags.insert({tag.name, tag}).second, "twice: ", tag.name);
  }
  std::map<std::string, TagRef> tags;
  int begins = 0;
};

/// What `store` lists; a failure is an empty listing with no beginning.
Listing listed(ports::TagStore& store, const std::vector<std::string>& prefixes = {""}) {
  Listing listing;
  REQUIRE(store.list(prefixes, listing));
  return listing;
}

std::set<std::string> names(const Listing& listing) {
  std::set<std::string> names;
  for (const auto& [name, tag] : listing.tags) names.insert(name);
  return names;
}

NewTag tag_on(const ObjectId& commit, const std::string& message = "a message\n") {
  return {commit, {"Octo Cat", "octocat@example.com"}, {1763721045}, message};
}

/// The code that `update` is refused with; `created` if it is not.
template <typename T>
ReasonCode code_of(const Expected<T>& result) {
  return result ? ReasonCode::created : result.error().code;
}

struct Fixture {
  std::unique_ptr<Ground> ground = make_ground();
  std::vector<ObjectId> commits = ground->commits();
  std::unique_ptr<ports::TagStore> store = ground->open();

  ObjectId object(const std::string& name) { return listed(*store).tags.at(name).object; }
  /// Creates the tag and says what it is now.
  ObjectId create(const std::string& name, const ObjectId& commit) {
    const auto done = store->update({{name, std::nullopt, tag_on(commit)}});
    REQUIRE_MESSAGE(done, done.error().message);
    return done->objects.at(0);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a repository without tags lists none, after a beginning") {
  const Listing listing = listed(*store);
  CHECK(listing.begins >= 1);
  CHECK(listing.tags.empty());
}

TEST_CASE_FIXTURE(Fixture, "a listing has what starts with one of the prefixes, once") {
  for (const std::string name :
       {"api/v1.0.0", "api/v1.1.0", "api/production", "web/v1.0.0", "v1.0.0"})
    ground->put_lightweight(name, commits[0]);
  CHECK(names(listed(*store, {"api/v"})) == std::set<std::string>{"api/v1.0.0", "api/v1.1.0"});
  CHECK(names(listed(*store, {"api/v1.0", "api/", "v"})) ==
        std::set<std::string>{"api/v1.0.0", "api/v1.1.0", "api/production", "v1.0.0"});
  CHECK(names(listed(*store, {"api/production"})) == std::set<std::string>{"api/production"});
  CHECK(names(listed(*store, {"nothing/"})).empty());
  CHECK(names(listed(*store)).size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "a listing says what a tag names and the commit it peels to") {
  ground->put_lightweight("light", commits[0]);
  ground->put_annotated("annotated", commits[1], "a message\n");
  ground->put_tag_of_tag("outer", "annotated", "a tag of a tag\n");
  const auto check = [&] {
    const Listing listing = listed(*store);
    CHECK(listing.tags.at("light") == TagRef{"light", commits[0], commits[0]});
    CHECK_FALSE(listing.tags.at("light").is_annotated());
    CHECK(listing.tags.at("annotated").commit == commits[1]);
    CHECK(listing.tags.at("annotated").is_annotated());
    CHECK(listing.tags.at("outer").commit == commits[1]);
    CHECK(listing.tags.at("outer").object != listing.tags.at("annotated").object);
  };
  check();
  ground->pack();
  check();
  ground->put_lightweight("light", commits[2]);
  CHECK(listed(*store).tags.at("light").commit == commits[2]);
}

TEST_CASE_FIXTURE(Fixture, "a created tag is an annotated one that others see") {
  const auto done = store->update({{"api/v1.0.0", std::nullopt, tag_on(commits[0])}});
  REQUIRE_MESSAGE(done, done.error().message);
  REQUIRE(done->objects.size() == 1);
  const auto other = ground->open();
  CHECK(listed(*other).tags.at("api/v1.0.0") == TagRef{"api/v1.0.0", done->objects[0], commits[0]});
  CHECK(listed(*other).tags.at("api/v1.0.0").is_annotated());
}

TEST_CASE_FIXTURE(Fixture, "creating a tag that is there is a conflict and changes nothing") {
  ground->put_lightweight("v1.0.0", commits[0]);
  CHECK(code_of(store->update({{"v1.0.0", std::nullopt, tag_on(commits[1])}})) ==
        ReasonCode::conflict);
  CHECK(object("v1.0.0") == commits[0]);
}

TEST_CASE_FIXTURE(Fixture, "a tag moves from the value it was seen at") {
  const ObjectId first = create("production", commits[0]);
  SUBCASE("loose") {}
  SUBCASE("packed") {
    ground->pack();
  }
  const auto done = store->update({{"production", first, tag_on(commits[1])}});
  REQUIRE_MESSAGE(done, done.error().message);
  CHECK(listed(*store).tags.at("production") ==
        TagRef{"production", done->objects.at(0), commits[1]});
}

TEST_CASE_FIXTURE(Fixture, "a tag does not move from a stale value") {
  const ObjectId first = create("production", commits[0]);
  const auto second = store->update({{"production", first, tag_on(commits[1])}});
  REQUIRE(second);
  CHECK(code_of(store->update({{"production", first, tag_on(commits[2])}})) ==
        ReasonCode::conflict);
  CHECK(code_of(store->update({{"production", first, Deletion{}}})) == ReasonCode::conflict);
  CHECK(object("production") == second->objects.at(0));
}

TEST_CASE_FIXTURE(Fixture, "moving or deleting what is not there is a conflict") {
  CHECK(code_of(store->update({{"gone", commits[0], tag_on(commits[1])}})) == ReasonCode::conflict);
  CHECK(code_of(store->update({{"gone", commits[0], Deletion{}}})) == ReasonCode::conflict);
  CHECK(listed(*store).tags.empty());
}

TEST_CASE_FIXTURE(Fixture, "a tag is deleted from the value it was seen at") {
  const ObjectId first = create("api/v1.0.0-stable", commits[0]);
  create("api/v1.0.0", commits[0]);
  ground->put_lightweight("web/v1.0.0", commits[1]);
  SUBCASE("loose") {}
  SUBCASE("packed") {
    ground->pack();
  }
  const auto done = store->update({{"api/v1.0.0-stable", first, Deletion{}}});
  REQUIRE_MESSAGE(done, done.error().message);
  CHECK(done->objects == std::vector{ObjectId()});
  CHECK(names(listed(*store)) == std::set<std::string>{"api/v1.0.0", "web/v1.0.0"});
  CHECK(listed(*store).tags.at("api/v1.0.0").commit == commits[0]);
}

TEST_CASE_FIXTURE(Fixture, "several tags change together") {
  const ObjectId alias = create("v1", commits[0]);
  const ObjectId state = create("v1.0.0-stable", commits[0]);
  const auto done = store->update({{"v1.1.0", std::nullopt, tag_on(commits[1])},
                                   {"v1", alias, tag_on(commits[1])},
                                   {"v1.0.0-stable", state, Deletion{}}});
  REQUIRE_MESSAGE(done, done.error().message);
  const Listing listing = listed(*store);
  CHECK(names(listing) == std::set<std::string>{"v1", "v1.1.0"});
  CHECK(listing.tags.at("v1.1.0").object == done->objects.at(0));
  CHECK(listing.tags.at("v1").object == done->objects.at(1));
  CHECK(done->objects.at(2).is_zero());
}

TEST_CASE_FIXTURE(Fixture, "several tags stay as they are if one is not as expected") {
  const ObjectId alias = create("v1", commits[0]);
  create("v1.2", commits[0]);
  const auto code = code_of(store->update({{"v1.2.0", std::nullopt, tag_on(commits[1])},
                                           {"v1", alias, Deletion{}},
                                           {"v1.2", std::nullopt, tag_on(commits[1])}}));
  CHECK(code == ReasonCode::conflict);
  const Listing listing = listed(*store);
  CHECK(names(listing) == std::set<std::string>{"v1", "v1.2"});
  CHECK(listing.tags.at("v1").object == alias);
  CHECK(listing.tags.at("v1.2").commit == commits[0]);
}

TEST_CASE_FIXTURE(Fixture, "no updates are done at once") {
  const auto done = store->update({});
  REQUIRE_MESSAGE(done, done.error().message);
  CHECK(done->objects.empty());
}

TEST_CASE_FIXTURE(Fixture, "a commit that the repository lacks is invalid input") {
  const ObjectId unknown = ObjectId::from_hex("5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e").value();
  // All of them on it: of tags on several commits git's receive-pack writes those whose commit it
  // has, although the push is atomic (seen with git 2.39).
  CHECK(code_of(store->update({{"v1.0.0", std::nullopt, tag_on(unknown)},
                               {"v1.1.0", std::nullopt, tag_on(unknown)}})) ==
        ReasonCode::invalid_input);
  CHECK(listed(*store).tags.empty());
}

TEST_CASE_FIXTURE(Fixture, "a name that git refuses is not created") {
  for (const std::string name :
       {"",   "a..b", "a b", "a~1",  "a^", "a:b",    "a?",       "a*",   "a[b",   "a\\b", "a/",
        "/a", "a//b", ".a",  "a/.b", "a.", "a.lock", "a.lock/b", "a@{b", "a\x7f", "a\nb"}) {
    CAPTURE(name);
    CHECK(code_of(store->update({{name, std::nullopt, tag_on(commits[0])}})) ==
          ReasonCode::invalid_input);
  }
  CHECK(listed(*store).tags.empty());
}

TEST_CASE_FIXTURE(Fixture, "a name that is a folder of another one is refused") {
  create("api/v1.0.0", commits[0]);
  create("production", commits[0]);
  SUBCASE("loose") {}
  SUBCASE("packed") {
    ground->pack();
  }
  for (const std::string name : {"api", "api/v1.0.0/x", "production/v1.0.0"}) {
    CAPTURE(name);
    CHECK(code_of(store->update({{name, std::nullopt, tag_on(commits[0])}})) ==
          ReasonCode::invalid_input);
  }
  CHECK(listed(*store).tags.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "messages are read in the order asked for") {
  ground->put_annotated("one", commits[0], "first\n\nwith a body\n");
  ground->put_annotated("two", commits[1], "second\n");
  ground->put_lightweight("light", commits[2]);
  ground->put_tag_of_tag("outer", "one", "outermost\n");
  auto tags = listed(*store).tags;
  const auto read = store->read({tags["two"], tags["light"], tags["outer"], tags["one"]});
  REQUIRE_MESSAGE(read, read.error().message);
  REQUIRE(read->size() == 4);
  CHECK(read->at(0).message == "second\n");
  CHECK(read->at(1).message.empty());
  CHECK(read->at(1).tagged_at == Timestamp{});
  CHECK(read->at(2).message == "outermost\n");
  CHECK(read->at(3).message == "first\n\nwith a body\n");
  CHECK_FALSE(read->at(3).was_signed);
  CHECK(store->read({})->empty());
}

TEST_CASE_FIXTURE(Fixture, "a signature is cut off a message and noticed") {
  ground->put_signed("signed", commits[0], "a message\n");
  const auto read = store->read({listed(*store).tags.at("signed")});
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->at(0).message == "a message\n");
  CHECK(read->at(0).was_signed);
}

TEST_CASE_FIXTURE(Fixture, "a message comes back byte by byte, with its time") {
  std::string message = "Grüße, 世界 🚀\n\n# no comment\n  indented  \n\n\n{\"schema\":1}\n";
  SUBCASE("short") {}
  SUBCASE("long") {
    message += std::string(std::size_t{200} * 1024, 'x') + "\n";
  }
  REQUIRE(store->update({{"production", std::nullopt, tag_on(commits[0], message)}}));
  const auto read = store->read({listed(*store).tags.at("production")});
  REQUIRE(read);
  CHECK(read->at(0).message == message);
  CHECK(read->at(0).tagged_at == Timestamp{1763721045});
}

TEST_CASE_FIXTURE(Fixture, "a repository of one's own is writable") {
  CHECK(store->check_writable());
}

TEST_CASE_FIXTURE(Fixture, "of many who create a tag at once, one does and the others conflict") {
  constexpr std::size_t many = 16;
  std::vector<std::unique_ptr<ports::TagStore>> stores(many);
  for (auto& each : stores) each = ground->open();
  std::vector<ReasonCode> codes(many, ReasonCode::internal);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < many; ++i)
    threads.emplace_back([&, i] {
      const NewTag mine = tag_on(commits[i % commits.size()], "by " + std::to_string(i) + "\n");
      codes[i] = code_of(stores[i]->update({{"v1.0.0", std::nullopt, mine}}));
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::count(codes.begin(), codes.end(), ReasonCode::created) == 1);
  CHECK(std::count(codes.begin(), codes.end(), ReasonCode::conflict) == many - 1);
  const auto winner = std::find(codes.begin(), codes.end(), ReasonCode::created) - codes.begin();
  const auto read = store->read({listed(*store).tags.at("v1.0.0")});
  CHECK(read.value().at(0).message == "by " + std::to_string(winner) + "\n");
}

}  // namespace shiptag::contract
