#pragma once
#include <memory>
#include <string>
#include <vector>

#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::contract {

/// A repository with three commits and no tags, and the stores that are tried on it. What is put in
/// comes from elsewhere: plain git, or the fake's own back door.
class Ground {
 public:
  virtual ~Ground() = default;

  /// A store of its own on the repository, as another process would have.
  [[nodiscard]] virtual std::unique_ptr<ports::TagStore> open() = 0;

  [[nodiscard]] virtual std::vector<domain::ObjectId> commits() = 0;
  virtual void put_lightweight(const std::string& name, const domain::ObjectId& commit) = 0;
  virtual void put_annotated(const std::string& name, const domain::ObjectId& commit,
                             const std::string& message) = 0;
  /// A tag of the annotated tag `inner`.
  virtual void put_tag_of_tag(const std::string& name, const std::string& inner,
                              const std::string& message) = 0;
  /// An annotated tag with a signature behind `message`; it need not be a good one.
  virtual void put_signed(const std::string& name, const domain::ObjectId& commit,
                          const std::string& message) = 0;
  /// Moves what can be moved where a repository keeps old refs (`git pack-refs`).
  virtual void pack() = 0;
};

/// Each program of the contract has one.
[[nodiscard]] std::unique_ptr<Ground> make_ground();

}  // namespace shiptag::contract
