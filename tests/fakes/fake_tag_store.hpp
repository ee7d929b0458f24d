#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/tag_store.hpp"

namespace shiptag::fakes {

/// Whether git allows `refs/tags/<name>`. Source: git-check-ref-format(1).
[[nodiscard]] inline bool is_tag_name(std::string_view name) {
  const auto is_refused = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
  };
  if (name.empty() || name.back() == '.' || std::any_of(name.begin(), name.end(), is_refused))
    return false;
  for (const std::string_view part : {"..", "@{", "//", "/.", ".lock/"})
    if (name.find(part) != std::string_view::npos) return false;
  return name.front() != '/' && name.back() != '/' && name.front() != '.' &&
         !name.ends_with(".lock");
}

/// Tags kept in memory; behaves as the port promises, from several threads too, and notes every
/// call. Any commit exists unless the test says which ones do.
class FakeTagStore final : public ports::TagStore {
 public:
  enum class Call { list, read, update, check_writable };

  // What a test sets up.
  std::optional<std::set<domain::ObjectId>> known_commits = {};  ///< Nullopt: any commit exists.
  std::vector<std::string> server_messages = {};  ///< What each successful update brings back.
  /// Runs once, ahead of the next update, to be the other side of a race: it may put() and call
  /// update(). To run ahead of every update it sets itself again.
  std::function<void()> before_update = {};

  /// The next update is made, its answer lost, and its repetition a conflict with itself.
  bool loses_next_answer = false;

  /// Points the tag at a new object, as someone else's push would. @return the object's id.
  domain::ObjectId put(const std::string& name, const ports::NewTag& tag) {
    const std::scoped_lock lock(mutex_);
    return write(name, tag);
  }
  void put_lightweight(const std::string& name, const domain::ObjectId& commit) {
    put({name, commit, commit}, {});
  }
  void put(const ports::TagRef& tag, const ports::TagObject& object) {
    const std::scoped_lock lock(mutex_);
    tags_[tag.name] = tag;
    objects_[tag.object] = object;
  }
  void remove(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    tags_.erase(name);
  }

  /// The next call of any kind fails so, and changes nothing.
  void fail_next(Error error) { next_failure_ = {std::nullopt, std::move(error)}; }
  /// The next call of this kind fails so, and changes nothing.
  void fail_next(Call call, Error error) { next_failure_ = {call, std::move(error)}; }

  // What a test looks at afterwards.
  std::vector<Call> calls = {};                           ///< In order, the failed ones too.
  std::vector<std::vector<std::string>> listed = {};      ///< The prefixes of each list.
  std::vector<std::vector<ports::TagUpdate>> asked = {};  ///< Each update, refused ones too.

  [[nodiscard]] auto count(Call call) const { return std::count(calls.begin(), calls.end(), call); }

  [[nodiscard]] std::optional<ports::TagRef> find(const std::string& name) const {
    const std::scoped_lock lock(mutex_);
    const auto at = tags_.find(name);
    return at == tags_.end() ? std::nullopt : std::optional(at->second);
  }
  /// The message of the tag's object; empty for a lightweight tag or none.
  [[nodiscard]] std::string message(const std::string& name) const {
    const std::scoped_lock lock(mutex_);
    const auto at = tags_.find(name);
    return at == tags_.end() ? "" : objects_.at(at->second.object).message;
  }
  [[nodiscard]] std::set<std::string> names() const {
    const std::scoped_lock lock(mutex_);
    std::set<std::string> all;
    for (const auto& [name, tag] : tags_) all.insert(name);
    return all;
  }

  // The port.
  Expected<void> list(const std::vector<std::string>& prefixes, ports::TagSink& sink) override {
    const std::scoped_lock lock(mutex_);
    listed.push_back(prefixes);
    if (const auto ok = enter(Call::list); !ok) return fail(ok.error());
    sink.begin();
    for (const auto& [name, tag] : tags_)
      if (starts_with_one_of(name, prefixes)) sink.tag(tag);
    return {};
  }

  Expected<std::vector<ports::TagObject>> read(const std::vector<ports::TagRef>& tags) override {
    const std::scoped_lock lock(mutex_);
    if (const auto ok = enter(Call::read); !ok) return fail(ok.error());
    std::vector<ports::TagObject> read;
    for (const ports::TagRef& tag : tags) {
      const auto at = objects_.find(tag.object);
      if (tag.is_annotated() && at == objects_.end())
        return fail(ReasonCode::protocol, "no object " + tag.object.hex());
      read.push_back(tag.is_annotated() ? at->second : ports::TagObject{});
    }
    return read;
  }

  Expected<ports::Updated> update(const std::vector<ports::TagUpdate>& updates) override {
    if (const auto race = std::exchange(before_update, {})) race();
    const std::scoped_lock lock(mutex_);
    asked.push_back(updates);
    if (const auto ok = enter(Call::update); !ok) return fail(ok.error());
    for (const ports::TagUpdate& update : updates)
      if (const auto ok = check(update, updates); !ok) return fail(ok.error());
    ports::Updated done{{}, server_messages};
    for (const ports::TagUpdate& update : updates) done.objects.push_back(apply(update));
    if (std::exchange(loses_next_answer, false))
      return fail(ReasonCode::conflict, "it is as this update left it");
    return done;
  }

  Expected<void> check_writable() override {
    const std::scoped_lock lock(mutex_);
    return enter(Call::check_writable);
  }

 private:
  static bool starts_with_one_of(const std::string& name,
                                 const std::vector<std::string>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const std::string& prefix) { return name.starts_with(prefix); });
  }

  Expected<void> enter(Call call) {
    calls.push_back(call);
    if (!next_failure_ || next_failure_->first.value_or(call) != call) return {};
    Error error = std::move(next_failure_->second);
    next_failure_.reset();
    return fail(std::move(error));
  }

  Expected<void> check(const ports::TagUpdate& update,
                       const std::vector<ports::TagUpdate>& updates) const {
    if (!is_tag_name(update.name))
      return fail(ReasonCode::invalid_input, "'" + update.name + "' is no name for a tag");
    const auto* const tag = std::get_if<ports::NewTag>(&update.wanted);
    if (tag != nullptr && known_commits && !known_commits->contains(tag->commit))
      return fail(ReasonCode::invalid_input, "no commit " + tag->commit.hex());
    const auto at = tags_.find(update.name);
    const bool as_expected = update.expected
                                 ? at != tags_.end() && at->second.object == *update.expected
                                 : at == tags_.end();
    if (!as_expected)
      return fail(ReasonCode::conflict, "tag '" + update.name + "' is not as expected");
    return tag == nullptr ? Expected<void>() : check_path(update.name, updates);
  }

  static bool is_below(std::string_view name, std::string_view folder) {
    return name.starts_with(folder) && name.substr(folder.size()).starts_with('/');
  }

  /// Git cannot hold `refs/tags/a` and `refs/tags/a/b` together.
  Expected<void> check_path(const std::string& name,
                            const std::vector<ports::TagUpdate>& updates) const {
    std::set<std::string> others;
    for (const auto& [existing, tag] : tags_) others.insert(existing);
    for (const ports::TagUpdate& update : updates) others.insert(update.name);
    for (const std::string& other : others)
      if (is_below(other, name) || is_below(name, other))
        return fail(ReasonCode::invalid_input,
                    std::string(name).append(" collides with ").append(other));
    return {};
  }

  domain::ObjectId apply(const ports::TagUpdate& update) {
    if (const auto* const tag = std::get_if<ports::NewTag>(&update.wanted))
      return write(update.name, *tag);
    tags_.erase(update.name);
    return {};
  }

  domain::ObjectId write(const std::string& name, const ports::NewTag& tag) {
    const domain::ObjectId object =
        id_of(tag.commit.hex() + '\0' + name + '\0' + tag.tagger.name + '\0' + tag.tagger.email +
              '\0' + std::to_string(tag.time.seconds) + '\0' + tag.message);
    tags_[name] = {name, object, tag.commit};
    objects_[object] = {tag.message, false, tag.time};
    return object;
  }

  /// An id that depends on every byte of `content`, as git's do; FNV-1a instead of SHA-1.
  static domain::ObjectId id_of(std::string_view content) {
    std::string hex;
    for (std::uint64_t round = 0; hex.size() < 40; ++round) {
      std::uint64_t hash = 0xcbf29ce484222325U + round;
      for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
      for (int digit = 0; digit < 16; ++digit, hash >>= 4U)
        hex.push_back("0123456789abcdef"[hash & 15U]);
    }
    return domain::ObjectId::from_hex(std::string_view(hex).substr(0, 40)).value();
  }

  mutable std::mutex mutex_;
  std::map<std::string, ports::TagRef> tags_;
  std::map<domain::ObjectId, ports::TagObject> objects_;
  std::optional<std::pair<std::optional<Call>, Error>> next_failure_;
};

}  // namespace shiptag::fakes
