#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/pkt_line.hpp"
#include "base/expected.hpp"
#include "domain/object_id.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// One ref as a server lists it.
struct RefLine {
  domain::ObjectId id;
  std::string_view name;  ///< `refs/tags/v1.0.0`, perhaps followed by `^{}`; a view of the line.
  std::string_view rest;  ///< What follows the name and a space.
};

inline constexpr std::string_view tags_folder = "refs/tags/";

/// Splits `<id> SP <name> [SP <rest>]`.
/// @return `protocol` if `line` has another form or a control character, or exceeds 8 KiB.
[[nodiscard]] Expected<RefLine> parse_ref_line(std::string_view line);

/// Which tags a listing asks for: those whose name starts with one of these.
using Prefixes = std::vector<std::string>;

/// Whether `name`, without `refs/tags/`, starts with one of `prefixes`.
[[nodiscard]] bool is_wanted(std::string_view name, const Prefixes& prefixes);

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

/// The body that asks, in protocol version 2, for the tags that start with `prefixes`, peeled.
/// @return `invalid_input` if one of them has a control character or is over 1 KiB long.
/// Source: gitprotocol-v2(5), "ls-refs".
[[nodiscard]] Expected<std::string> ls_refs_request(const Prefixes& prefixes);

/// Passes the tags of the reply on, one by one as they arrive.
class LsRefsReader final : public PktReader {
 public:
  LsRefsReader(const Prefixes& prefixes, ports::TagSink& sink) : prefixes_(prefixes), sink_(sink) {}

 private:
  void restart() override;
  [[nodiscard]] Expected<void> line(const PktLine& line) override;
  [[nodiscard]] Expected<void> ref(std::string_view text);

  const Prefixes& prefixes_;
  ports::TagSink& sink_;
  std::size_t refs_ = 0;
  ports::TagRef tag_;  ///< Reused for each, so that a million tags allocate nothing.
};

}  // namespace shiptag::adapters::git_wire
