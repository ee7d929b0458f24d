#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/aliases.hpp"
#include "domain/bump.hpp"
#include "operations/reading/sub_project.hpp"

namespace shiptag::operations {

/// Either a version by name, or a bump.
struct WantedVersion {
  std::optional<domain::Version> version = {};
  domain::BumpRequest bump = {};
  domain::ObjectId commit = {};
};

/// Surveys the versions of a sub-project as they are listed, so that memory does not grow with the
/// number of tags.
class TagSurvey final : public ports::TagSink {
 public:
  struct Alias {
    std::string name;                      ///< `api/v1`
    std::optional<domain::ObjectId> seen;  ///< The object it names now; nullopt: not there.
    bool is_up_to_date = false;            ///< It is on the version's commit.
  };

  /// Both must outlive the survey.
  TagSurvey(const WantedVersion& wanted, const SubProject& sub_project)
      : wanted_(wanted), sub_project_(sub_project), versions_(wanted.bump) {}

  void begin() override;
  void tag(const ports::TagRef& tag) override;
  void broken(const ports::BrokenTag& tag) override;

  /// @return what is wrong with a version that cannot be left out: the one wanted, or any that a
  /// bump would count from.
  [[nodiscard]] Expected<void> check_versions() const { return fault_; }

  [[nodiscard]] const domain::VersionSurvey& versions() const noexcept { return versions_; }
  /// The tag of the version that is wanted by name.
  [[nodiscard]] const std::optional<ports::TagRef>& existing() const noexcept { return existing_; }
  [[nodiscard]] const LeftAlone& left_alone() const noexcept { return left_alone_; }
  /// The aliases that belong to `version`.
  [[nodiscard]] std::vector<Alias> aliases_of(const domain::Version& version) const;

 private:
  const WantedVersion& wanted_;
  const SubProject& sub_project_;
  domain::VersionSurvey versions_;
  domain::AliasSurvey aliases_;
  std::optional<ports::TagRef> existing_;
  std::map<std::string, ports::TagRef> alias_tags_;
  LeftAlone left_alone_;
  Expected<void> fault_;
};

}  // namespace shiptag::operations
