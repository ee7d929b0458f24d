#pragma once
#include <string_view>

#include "base/expected.hpp"

namespace shiptag::adapters::sops {

/// Whether `text` is, from its first byte to its last, a value as SOPS encrypts it:
/// `ENC[AES256_GCM,data:<base64>,iv:<base64>,tag:<base64>,type:<word>]`.
[[nodiscard]] bool is_encrypted_value(std::string_view text) noexcept;

/// Whether `text` is what SOPS writes: its metadata with a MAC, and every value encrypted except
/// those that the metadata's own rule leaves in plain text. Nothing is decrypted, and the MAC is
/// not verified: that would require the keys. YAML, JSON (and binary, which SOPS wraps in JSON),
/// dotenv, INI.
///
/// Rules by comment (`unencrypted_comment_regex`) are not supported: what they leave in plain text
/// is refused.
/// @param file  names it in the error.
/// @return `secrets_not_encrypted` naming the line and, where it is known, the key. Never a value.
/// Source: SOPS' documentation, and the files that it writes.
[[nodiscard]] Expected<void> check_encrypted(std::string_view file, std::string_view text);

}  // namespace shiptag::adapters::sops
