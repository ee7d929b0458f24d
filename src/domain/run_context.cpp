#include "domain/run_context.hpp"

#include <string_view>

namespace shiptag::domain {
namespace {

/// FNV-1a, 64 bits: short, the same on every machine, and nothing secret depends on it.
/// Source: Fowler, Noll and Vo, http://www.isthe.com/chongo/tech/comp/fnv/.
class Fnv1a {
 public:
  void add(std::string_view text) {
    constexpr std::uint64_t prime = 0x100000001b3;
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * prime;
  }

  [[nodiscard]] std::string hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(hash_ >> shift) & 0xFU];
    return text;
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace

std::string RunIdentity::hash() const {
  if (run_id.empty()) return {};
  Fnv1a hash;
  hash.add(repository);
  for (const std::string* member :
       {&run_id, &job, &operation, &environment_tag, &region, &requested_version}) {
    hash.add("\n");  // None of them can contain one, so "a" and "bc" never equal "ab" and "c".
    hash.add(*member);
  }
  return hash.hex();
}

}  // namespace shiptag::domain
