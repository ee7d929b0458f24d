#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/version.hpp"

namespace shiptag::domain {

/// Finds which of the aliases `v1` and `v1.2` belong to a version: the alias of each release line
/// in which it is the highest release.
class AliasSurvey {
 public:
  void add(const Version& version);

  /// Full tag names, e.g. `api/v1` and `api/v1.2`; none for a pre-release.
  [[nodiscard]] std::vector<std::string> aliases_of(const Version& version) const;

 private:
  std::map<std::uint64_t, Version::Core> highest_of_major_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Version::Core> highest_of_minor_;
};

}  // namespace shiptag::domain
