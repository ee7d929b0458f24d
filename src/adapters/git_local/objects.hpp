#pragma once
#include <git2.h>

#include <optional>
#include <string>

#include "adapters/git_objects/libgit2.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_local {

/// The header of an object.
struct ObjectHead {
  std::size_t size = 0;  ///< Bytes of the content.
  git_object_t type = GIT_OBJECT_INVALID;
};

/// The objects of a repository on this machine. Large ones are not read, and a file that is not a
/// regular one is not waited for.
class Objects {
 public:
  [[nodiscard]] static Expected<Objects> of(git_repository* repository);

  /// @return nullopt if the repository lacks `id`; `invalid_input` if its file is not regular.
  [[nodiscard]] Expected<std::optional<ObjectHead>> head(const domain::ObjectId& id) const;

  /// The content of the tag object `id`.
  /// @return nullopt if the repository lacks it; `protocol` if it is another object,
  ///         `ledger_unreadable` if it has more than longest_tag_object bytes.
  [[nodiscard]] Expected<std::optional<std::string>> read_tag(const domain::ObjectId& id) const;

  /// What `id` leads to through tag objects; nullopt if the repository lacks one of them.
  /// @return `ledger_unreadable` for a tag object of more than 16 MiB.
  [[nodiscard]] Expected<std::optional<domain::ObjectId>> peel(domain::ObjectId id) const;

  /// Adds a tag object, if it is not there.
  [[nodiscard]] Expected<void> write_tag(const std::string& content) const;

 private:
  Objects(std::string folder, git_objects::Odb odb)
      : folder_(std::move(folder)), odb_(std::move(odb)) {}
  /// Null if the repository lacks it.
  [[nodiscard]] Expected<git_objects::OdbObject> tag(const domain::ObjectId& id,
                                                     std::size_t longest) const;

  std::string folder_;  ///< `…/objects/`
  git_objects::Odb odb_;
};

}  // namespace shiptag::adapters::git_local
