#include "domain/object_id.hpp"

#include "base/text.hpp"

namespace shiptag::domain {
namespace {

/// 16 for anything but a hex digit.
unsigned value_of(char digit) noexcept {
  if (is_digit(digit)) return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10U;
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10U;
  return 16;
}

}  // namespace

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex) noexcept {
  ObjectId id;
  if (hex.size() != 2 * id.bytes_.size()) return std::nullopt;
  for (std::uint8_t& byte : id.bytes_) {
    const unsigned high = value_of(hex[0]);
    const unsigned low = value_of(hex[1]);
    if (high > 15 || low > 15) return std::nullopt;
    byte = static_cast<std::uint8_t>(high * 16 + low);
    hex.remove_prefix(2);
  }
  return id;
}

Expected<ObjectId> ObjectId::parse(std::string_view hex, std::string_view field) {
  if (const auto id = from_hex(hex)) return *id;
  return fail(ReasonCode::invalid_input,
              std::string(field) + " " + in_quotes(hex) + " is not 40 hex digits",
              "use the full ID, as `git rev-parse HEAD` prints it");
}

std::string ObjectId::hex() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const std::uint8_t byte : bytes_) {
    text += digits[byte / 16];
    text += digits[byte % 16];
  }
  return text;
}

}  // namespace shiptag::domain
