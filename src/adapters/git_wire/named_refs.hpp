#pragma once
#include <map>
#include <string>

#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// The current objects of a few refs.
class NamedRefs final : public ports::TagSink {
 public:
  void begin() override { objects_.clear(); }
  void tag(const ports::TagRef& tag) override { objects_[tag.name] = tag.object; }

  /// @return zero if there is no tag `name`.
  [[nodiscard]] domain::ObjectId object(const std::string& name) const {
    const auto found = objects_.find(name);
    return found == objects_.end() ? domain::ObjectId{} : found->second;
  }

 private:
  std::map<std::string, domain::ObjectId> objects_;
};

}  // namespace shiptag::adapters::git_wire
