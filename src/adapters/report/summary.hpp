#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/outcome.hpp"

namespace shiptag::adapters::report {

/// A run as people read it, in no particular format yet. Every text is one line without control
/// characters, of a bounded length; none is escaped.
struct Summary {
  std::string title;     ///< `shiptag deploy: refused (held)`
  std::string headline;  ///< What was done, or why not.
  std::vector<domain::Table> tables;
  std::vector<std::string> details;  ///< Lines: the server's words, or what to write where.
  std::string hint;                  ///< What to do now; may be empty.
};

[[nodiscard]] Summary summarize(const domain::Outcome& outcome);

/// `text` escaped, so that Markdown, HTML, and tables treat it as plain text.
[[nodiscard]] std::string escaped(std::string_view text);

/// The summary as GitHub Flavored Markdown.
/// @param max_bytes  a longer summary is cut at the end of a line, and says so.
[[nodiscard]] std::string markdown(const Summary& summary, std::size_t max_bytes);

}  // namespace shiptag::adapters::report
