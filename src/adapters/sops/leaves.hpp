#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::sops {

/// A value of a file of secrets, wherever in the file's tree it is.
struct Leaf {
  std::vector<std::string> path;  ///< The keys on the way to it. SOPS' own are below `sops`.
  std::string text;               ///< Empty for null, an empty string, list or map.
  std::size_t line = 1;
  /// The line could not be made sense of, or its value may hold keys that are not in `path`.
  bool is_opaque = false;
};

// SOPS keeps a file's format: the same tree, keys in the clear, values encrypted. Only a tree as
// SOPS writes it is read; all else comes out as opaque leaves, so that nothing is overlooked.
// Comments are left out.
//
// YAML is read line by line, and not with a YAML library: that would take anchors, tags, flow
// style and documents of any depth, none of which SOPS writes, and would have to be linked into the
// image. What is not in the block style of SOPS is opaque here.
// Each fails with `invalid_input` and the line if the file is nested too deep or is not JSON.

[[nodiscard]] Expected<std::vector<Leaf>> yaml_leaves(std::string_view text);
[[nodiscard]] Expected<std::vector<Leaf>> json_leaves(std::string_view text);
[[nodiscard]] std::vector<Leaf> dotenv_leaves(std::string_view text);
[[nodiscard]] std::vector<Leaf> ini_leaves(std::string_view text);

/// Of the format that `text` is in; in doubt, of YAML.
[[nodiscard]] Expected<std::vector<Leaf>> leaves_of(std::string_view text);

}  // namespace shiptag::adapters::sops
