#pragma once
#include <ostream>
#include <string>
#include <string_view>

namespace shiptag::tests {

/// For `CHECK(message == Containing("…"))`, which prints both if it fails.
class Containing {
 public:
  explicit Containing(std::string_view part) : part_(part) {}

  friend bool operator==(std::string_view text, const Containing& expected) {
    return text.find(expected.part_) != std::string_view::npos;
  }
  friend std::ostream& operator<<(std::ostream& out, const Containing& expected) {
    return out << "a text containing \"" << expected.part_ << '"';
  }

 private:
  std::string part_;
};

}  // namespace shiptag::tests
