#include "adapters/sops/encrypted_value.hpp"

#include <algorithm>
#include <cstddef>

namespace shiptag::adapters::sops {
namespace {

bool take(std::string_view& text, std::string_view expected) noexcept {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

constexpr std::string_view alphanumeric =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view base64 =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

/// Takes at least one of `characters` off the front.
bool take_some(std::string_view& text, std::string_view characters) noexcept {
  const std::size_t end = std::min(text.find_first_not_of(characters), text.size());
  text.remove_prefix(end);
  return end > 0;
}

/// Takes `name` and base64, in whole groups of four.
bool take_field(std::string_view& text, std::string_view name) noexcept {
  if (!take(text, name)) return false;
  const std::size_t before = text.size();
  if (!take_some(text, base64)) return false;
  const std::size_t padding = std::min(text.find_first_not_of('='), text.size());
  text.remove_prefix(padding);
  return padding <= 2 && (before - text.size()) % 4 == 0;
}

}  // namespace

bool is_encrypted_value(std::string_view text) noexcept {
  return take(text, "ENC[AES256_GCM,") && take_field(text, "data:") && take_field(text, ",iv:") &&
         take_field(text, ",tag:") && take(text, ",type:") && take_some(text, alphanumeric) &&
         text == "]";
}

}  // namespace shiptag::adapters::sops
