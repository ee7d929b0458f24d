#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/aliases.hpp"
#include "domain/bump.hpp"
#include "operations/scope.hpp"

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
  TagSurvey(const WantedVersion& wanted, const Scope& scope)
      : wanted_(wanted), scope_(scope), versions_(wanted.bump) {}

  void begin() override;
  void tag(const ports::TagRef& tag) override;

  [[nodiscard]] const domain::VersionSurvey& versions() const noexcept { return versions_; }
  /// The tag of the version that is wanted by name.
  [[nodiscard]] const std::optional<ports::TagRef>& existing() const noexcept { return existing_; }
  [[nodiscard]] const std::vector<std::string>& ambiguous() const noexcept { return ambiguous_; }
  /// The aliases that belong to `version`.
  [[nodiscard]] std::vector<Alias> aliases_of(const domain::Version& version) const;

 private:
  const WantedVersion& wanted_;
  const Scope& scope_;
  domain::VersionSurvey versions_;
  domain::AliasSurvey aliases_;
  std::optional<ports::TagRef> existing_;
  std::map<std::string, ports::TagRef> alias_tags_;
  std::vector<std::string> ambiguous_;
};

}  // namespace shiptag::operations
