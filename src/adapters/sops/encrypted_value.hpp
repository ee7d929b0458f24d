#pragma once
#include <string_view>

namespace shiptag::adapters::sops {

/// Whether `text` is, from its first byte to its last, a value as SOPS encrypts it:
/// `ENC[AES256_GCM,data:<base64>,iv:<base64>,tag:<base64>,type:<word>]`.
[[nodiscard]] bool is_encrypted_value(std::string_view text) noexcept;

}  // namespace shiptag::adapters::sops
