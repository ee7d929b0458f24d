#include "contract/tag_store_contract.hpp"
#include "fakes/fake_tag_store.hpp"

namespace shiptag::contract {
namespace {

/// Hands every call on, so that several owners can share one store.
class Shared final : public ports::TagStore {
 public:
  explicit Shared(fakes::FakeTagStore& store) : store_(store) {}
  Expected<void> list(const std::vector<std::string>& prefixes, ports::TagSink& sink) override {
    return store_.list(prefixes, sink);
  }
  Expected<std::vector<ports::TagObject>> read(const std::vector<ports::TagRef>& tags) override {
    return store_.read(tags);
  }
  Expected<ports::Updated> update(const std::vector<ports::TagUpdate>& updates) override {
    return store_.update(updates);
  }
  Expected<void> check_writable() override { return store_.check_writable(); }

 private:
  fakes::FakeTagStore& store_;
};

class FakeGround final : public Ground {
 public:
  FakeGround() {
    for (const char digit : {'1', '2', '3'})
      commits_.push_back(domain::ObjectId::from_hex(std::string(40, digit)).value());
    store_.known_commits = {commits_.begin(), commits_.end()};
  }

  std::unique_ptr<ports::TagStore> open() override { return std::make_unique<Shared>(store_); }
  std::vector<domain::ObjectId> commits() override { return commits_; }

  void put_lightweight(const std::string& name, const domain::ObjectId& commit) override {
    store_.put_lightweight(name, commit);
  }
  void put_annotated(const std::string& name, const domain::ObjectId& commit,
                     const std::string& message) override {
    store_.put(name, {commit, {"Octo Cat", "octocat@example.com"}, {1}, message});
  }
  void put_tag_of_tag(const std::string& name, const std::string& inner,
                      const std::string& message) override {
    put_annotated(name, store_.find(inner)->commit, message);
  }
  void put_signed(const std::string& name, const domain::ObjectId& commit,
                  const std::string& message) override {
    put_annotated(name, commit, message);
    store_.put(*store_.find(name), {message, true, {1}});
  }
  void pack() override {}

 private:
  fakes::FakeTagStore store_;
  std::vector<domain::ObjectId> commits_;
};

}  // namespace

std::unique_ptr<Ground> make_ground() {
  return std::make_unique<FakeGround>();
}

}  // namespace shiptag::contract
