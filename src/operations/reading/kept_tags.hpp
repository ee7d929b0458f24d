#pragma once
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "domain/object_id.hpp"

namespace shiptag::operations {

/// Names of tags with their commits, in little more memory than their bytes: 21 for each besides
/// the name, where a parsed version takes more than a hundred.
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

}  // namespace shiptag::operations
