#include "adapters/http/server_words.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shiptag::adapters::http {

std::vector<std::string> harmless_lines(std::string_view words) {
  constexpr std::size_t most_lines = 50, longest_line = 500;
  std::vector<std::string> lines;
  while (!words.empty() && lines.size() < most_lines) {
    // Progress lines overwrite themselves with \r.
    const std::size_t end = std::min(words.find_first_of("\r\n"), words.size());
    const std::string_view line = trimmed(words.substr(0, end));
    if (!line.empty()) lines.push_back(printable(line, longest_line));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return lines;
}

std::string sanitize(std::string_view words) {
  std::string text;
  for (const std::string& line : harmless_lines(words)) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

}  // namespace shiptag::adapters::http
