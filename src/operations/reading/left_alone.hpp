#pragma once
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/outcome.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::operations {

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

}  // namespace shiptag::operations
