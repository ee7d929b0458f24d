#include "domain/aliases.hpp"

#include <algorithm>

namespace shiptag::domain {
namespace {

template <typename Lines, typename Line>
bool leads(const Lines& lines, const Line& line, const Version::Core& core) {
  const auto at = lines.find(line);
  return at == lines.end() || at->second <= core;
}

}  // namespace

void AliasSurvey::add(const Version& version) {
  if (!version.is_release()) return;
  const Version::Core& core = version.core();
  auto& of_major = highest_of_major_[core.major];
  of_major = std::max(of_major, core);
  auto& of_minor = highest_of_minor_[{core.major, core.minor}];
  of_minor = std::max(of_minor, core);
}

std::vector<std::string> AliasSurvey::aliases_of(const Version& version) const {
  std::vector<std::string> names;
  if (!version.is_release()) return names;
  const Version::Core& core = version.core();
  const std::string major = "v" + std::to_string(core.major);
  if (leads(highest_of_major_, core.major, core))
    names.push_back(in_sub_project(version.sub_project_path(), major));
  if (leads(highest_of_minor_, std::pair(core.major, core.minor), core))
    names.push_back(
        in_sub_project(version.sub_project_path(), major + "." + std::to_string(core.minor)));
  return names;
}

}  // namespace shiptag::domain
