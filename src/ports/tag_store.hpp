#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/expected.hpp"
#include "base/timestamp.hpp"
#include "domain/object_id.hpp"

namespace shiptag::ports {

/// A tag as a listing shows it.
struct TagRef {
  std::string name;         ///< Without `refs/tags/`, e.g. `api/production`.
  domain::ObjectId object;  ///< What the ref names: a tag object, or the commit if lightweight.
  domain::ObjectId commit;  ///< `object` peeled as far as it goes.

  [[nodiscard]] bool is_annotated() const noexcept { return object != commit; }
  friend bool operator==(const TagRef&, const TagRef&) = default;
};

/// A tag whose object is not there. Only a repository on this machine shows such tags; servers
/// leave them out of their listings.
struct BrokenTag {
  std::string name;  ///< As TagRef::name.
  Error fault;
};

/// Receives a listing as it streams in.
class TagSink {
 public:
  virtual ~TagSink() = default;
  virtual void begin() = 0;  ///< A listing starts, perhaps again: forget what came before.
  virtual void tag(const TagRef& tag) = 0;
  virtual void broken(const BrokenTag& /*tag*/) {}
};

/// The content of an annotated tag's object.
struct TagObject {
  std::string message;  ///< Without a signature; as stored, not yet known to be UTF-8.
  bool was_signed = false;
  Timestamp tagged_at;  ///< The tagger's time; the epoch where the object names no tagger.
};

struct Identity {
  std::string name;   ///< Not empty; no `<`, `>`, newline.
  std::string email;  ///< Likewise.
};

/// An annotated tag to write.
struct NewTag {
  domain::ObjectId commit;
  Identity tagger;
  Timestamp time;
  std::string message;  ///< UTF-8, ends with a newline.
};

struct Deletion {};

/// One ref of a compare-and-swap.
struct TagUpdate {
  std::string name;
  std::optional<domain::ObjectId> expected;  ///< TagRef::object as read; nullopt: must not exist.
  std::variant<NewTag, Deletion> wanted;
};

struct Updated {
  std::vector<domain::ObjectId> objects;     ///< What each update's ref now names; zero if deleted.
  std::vector<std::string> server_messages;  ///< The server's words on it, sanitized.
};

/// The tags of one repository, wherever it is.
///
/// Every function may fail with `unavailable` (nothing was changed, or the message says that it is
/// unknown), `protocol`, `permission`, or `interrupted`.
class TagStore {
 public:
  virtual ~TagStore() = default;

  /// Hands `sink` each tag whose name starts with one of `prefixes`, once, in no particular order,
  /// and what is broken among them as far as it can be seen.
  [[nodiscard]] virtual Expected<void> list(const std::vector<std::string>& prefixes,
                                            TagSink& sink) = 0;

  /// The objects of `tags`, in their order; for a lightweight tag an empty one.
  /// A tag of a tag gives the outermost object's message.
  /// @return `conflict` if one of `tags` moved while it was read, `ledger_unreadable` if a message
  /// is not UTF-8 or too long to be a ledger's.
  [[nodiscard]] virtual Expected<std::vector<TagObject>> read(const std::vector<TagRef>& tags) = 0;

  /// Makes all of `updates`, or none. Names are distinct.
  /// @return `conflict` if one of the refs is not as expected, and then nothing has changed;
  ///         `rejected_by_server` if the server or one of its hooks said no;
  ///         `version_not_found` is never returned: a commit the server lacks is `invalid_input`.
  [[nodiscard]] virtual Expected<Updated> update(const std::vector<TagUpdate>& updates) = 0;

  /// Whether update() could be allowed at all, as far as can be told without writing.
  /// @return `permission` if it is known not to be.
  [[nodiscard]] virtual Expected<void> check_writable() = 0;
};

}  // namespace shiptag::ports
