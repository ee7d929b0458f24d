#pragma once
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

namespace shiptag::tests {

// Files that repeat a table of the code. Each is checked whole against what the code says, and
// written from it where SHIPTAG_WRITE_DOCUMENTS is set.

inline std::string document_path(const std::string& name) {
  return std::string(SHIPTAG_SOURCE_DIR) + "/" + name;
}

inline std::string read_document(const std::string& name) {
  std::ifstream file(document_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void check_document(const std::string& name, const std::string& expected) {
  if (std::getenv("SHIPTAG_WRITE_DOCUMENTS") != nullptr)
    std::ofstream(document_path(name), std::ios::binary) << expected;
  INFO(name, " is not as the code says; SHIPTAG_WRITE_DOCUMENTS=1 test_cli writes it anew");
  CHECK(read_document(name) == expected);
}

/// Checks what stands in `name` between `<!-- section -->` and `<!-- /section -->`.
inline void check_section(const std::string& name, const std::string& section,
                          const std::string& expected) {
  INFO(name, " needs the markers of the section ", section);
  std::string text = read_document(name);
  const std::string begin = "<!-- " + section + " -->\n";
  const std::string end = "<!-- /" + section + " -->\n";
  const auto from = text.find(begin);
  const auto to = text.find(end);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  REQUIRE(from < to);
  check_document(name, text.replace(from + begin.size(), to - from - begin.size(), expected));
}

}  // namespace shiptag::tests
