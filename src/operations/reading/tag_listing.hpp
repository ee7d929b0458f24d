#pragma once
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "domain/names.hpp"
#include "domain/object_id.hpp"
#include "domain/outcome.hpp"
#include "domain/rollback_target.hpp"
#include "domain/version_tag.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::operations {

/// Names of tags with their commits, in little memory: the name plus 21 bytes each; a parsed
/// version takes more than a hundred.
class KeptTags {
 public:
  /// @param name  at most 255 bytes.
  void add(std::string_view name, const domain::ObjectId& commit);
  void clear() { blocks_.clear(); }

  using Each = std::function<void(std::string_view name, const domain::ObjectId& commit)>;
  void for_each(const Each& each) const;

 private:
  std::deque<std::string> blocks_;  ///< Of entries: a byte of length, the name, the commit.
};

/// Tags in a listing that do not count as versions; the first few of each kind.
class LeftAlone {
 public:
  /// @param name  such as `v1.2.3-rc.1-stable`, which is neither a version nor a state.
  void add_ambiguous(const std::string& name);
  void add_broken(const ports::BrokenTag& tag);
  void note_in(domain::Outcome& outcome) const;

 private:
  std::vector<std::string> ambiguous_;
  std::vector<Error> faults_;
};

/// Keeps what an operation needs of a listing: one sub-project's versions with their states, and
/// the tags that it asked for by name.
class TagListing final : public ports::TagSink {
 public:
  /// @param names  full tag names to keep whatever they are, e.g. `api/production`.
  TagListing(std::string sub_project, domain::EnvironmentNames environments,
             std::set<std::string> names);

  void begin() override;
  void tag(const ports::TagRef& tag) override;
  void broken(const ports::BrokenTag& tag) override;

  /// @return what is wrong with a tag that was asked for by name and is broken (broken is not the
  /// same as missing).
  [[nodiscard]] Expected<void> check_names() const { return named_fault_; }

  /// The tag with this name, if it was asked for; nullptr if the server has none.
  [[nodiscard]] const ports::TagRef* find(const std::string& name) const;
  /// Hands over every version tag, in no order.
  void for_each_candidate(const domain::EachCandidate& each) const;
  [[nodiscard]] std::optional<domain::Candidate> candidate(const domain::Version& version) const;
  /// Versions on `commit`, highest first.
  [[nodiscard]] std::vector<domain::Version> on(const domain::ObjectId& commit) const;
  /// Reports the tags that were left out here: those that are no versions, and states that are on
  /// another commit than their version.
  void note_ignored(domain::Outcome& outcome) const;

 private:
  struct StateTag {
    std::string version;
    domain::State state;
    domain::ObjectId commit;
  };
  [[nodiscard]] std::vector<StateTag> states_by_version() const;

  std::string sub_project_;
  domain::EnvironmentNames environments_;
  std::set<std::string> names_;
  std::map<std::string, ports::TagRef> refs_;
  KeptTags versions_, states_;
  LeftAlone left_alone_;
  Expected<void> named_fault_;
};

}  // namespace shiptag::operations
