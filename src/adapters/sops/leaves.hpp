#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::sops {

/// A value in a secrets file, wherever in the file's tree it is.
struct Leaf {
  std::vector<std::string> path;  ///< The keys that lead to it. SOPS' own are below `sops`.
  std::string text;               ///< Empty for null, an empty string, list, or map.
  std::size_t line = 1;
  /// The line could not be understood, or its value may contain keys that are not in `path`.
  bool is_opaque = false;
  bool may_name_key = true;  ///< False where what is read as a key may be a piece of a value.
};

/// Leaves as they are found. Each stores the keys that lead to it, so one long key would be stored
/// for each leaf below it: all keys together may have `most_key_bytes`.
class Leaves {
 public:
  void add(Leaf leaf);
  /// Whether it was too much: then there is no point in continuing.
  [[nodiscard]] bool is_full() const noexcept { return key_bytes_ > most_key_bytes; }
  /// The one that was added last.
  [[nodiscard]] Leaf& last() { return leaves_.back(); }
  /// @return `invalid_input` with the line if it was too much.
  [[nodiscard]] Expected<std::vector<Leaf>> take();

 private:
  static constexpr std::size_t most_key_bytes = std::size_t{16} << 20U;
  std::vector<Leaf> leaves_;
  std::size_t key_bytes_ = 0;
};

// SOPS keeps a file's format: the same tree, keys in plain text, values encrypted. Only a tree as
// SOPS writes it is read; all else becomes opaque leaves, so that nothing is overlooked.
// Comments are left out.
// YAML is read by libyaml; SOPS' own reader is a port of it, so that both see the same lines and
// keys. Anchors, aliases, tags, and flow style, none of which SOPS writes, are opaque here.
// dotenv and INI are split at line feeds, as SOPS does. A line that others would split further is
// opaque: what it contains is not what people see.
// Each fails with `invalid_input` and the line if the file is nested too deep, has too much in it,
// or has another format.

[[nodiscard]] Expected<std::vector<Leaf>> yaml_leaves(std::string_view text);
[[nodiscard]] Expected<std::vector<Leaf>> json_leaves(std::string_view text);
[[nodiscard]] Expected<std::vector<Leaf>> dotenv_leaves(std::string_view text);
[[nodiscard]] Expected<std::vector<Leaf>> ini_leaves(std::string_view text);

/// Whether `line` contains a break that some readers take for its end: a carriage return, NEL, LS
/// or PS.
[[nodiscard]] bool has_line_break(std::string_view line);
[[nodiscard]] Leaf opaque_line(std::string_view line, std::size_t number);
/// The name in `[name]`.
[[nodiscard]] std::optional<std::string_view> ini_section_in(std::string_view line);

/// For the format that `text` is in; in doubt, YAML.
[[nodiscard]] Expected<std::vector<Leaf>> leaves_of(std::string_view text);

}  // namespace shiptag::adapters::sops
