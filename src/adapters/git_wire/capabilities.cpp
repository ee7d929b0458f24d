#include "adapters/git_wire/capabilities.hpp"

#include "base/text.hpp"

namespace shiptag::adapters::git_wire {

void Capabilities::add(std::string_view capability) {
  if (capability.empty()) return;
  const std::size_t equals = capability.find('=');
  const bool has_value = equals != std::string_view::npos;
  values_[std::string(capability.substr(0, equals))] =
      has_value ? capability.substr(equals + 1) : std::string_view{};
}

void Capabilities::add_all(std::string_view list) {
  for (const std::string_view capability : split(list, ' ')) add(capability);
}

bool Capabilities::lists(std::string_view name, std::string_view word) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return false;
  for (const std::string_view listed : split(found->second, ' '))
    if (listed == word) return true;
  return false;
}

Expected<void> Capabilities::check_object_format() const {
  const auto found = values_.find("object-format");
  if (found == values_.end() || found->second == "sha1") return {};
  return fail(other_object_format(found->second));
}

Error other_object_format(std::string_view format) {
  return {ReasonCode::protocol,
          "the repository's object format is " + in_quotes(format, 40) + "; only sha1 is supported",
          "use a repository created with `git init --object-format=sha1`, which is git's default"};
}

}  // namespace shiptag::adapters::git_wire
