#pragma once
#include <rapidjson/document.h>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.hpp"

namespace shiptag::adapters::json {

/// Why a text is not the JSON that it should be. Only its reader knows what that means, and says so
/// with as().
struct Fault {
  std::string message;    ///< One line that names the member, or the byte.
  std::string hint = {};  ///< As Error::hint.
};

/// What a text says, or why it cannot be read.
template <typename T>
using Read = tl::expected<T, Fault>;

[[nodiscard]] inline tl::unexpected<Fault> fail(Fault fault) {
  return tl::unexpected<Fault>(std::move(fault));
}
[[nodiscard]] inline tl::unexpected<Fault> faulty(std::string message) {
  return fail(Fault{std::move(message)});
}

[[nodiscard]] inline Error as(ReasonCode code, Fault fault) {
  return {code, std::move(fault.message), std::move(fault.hint)};
}

// RapidJSON's own accessors abort the process on a missing member or another type; these do not.
// Every failure names the member.

using Value = rapidjson::Value;

/// Arrays and objects inside each other; shiptag's own records need 4, GitHub's responses fewer
/// than 10.
constexpr std::size_t max_depth = 32;

/// Values in a text, each of which takes at least 16 bytes; a page of GitHub's responses has a few
/// thousand.
constexpr std::size_t max_values = 250'000;

/// Reads `text`, which is whole JSON in UTF-8 and nothing else: no NUL, comments, NaN, member twice
/// in one object, half of a surrogate pair, or number beyond a double.
/// @param max_bytes  longer texts are refused unread.
/// @return the document, or the first fault with the byte it is at.
[[nodiscard]] Read<rapidjson::Document> parse(std::string_view text, std::size_t max_bytes);

/// The member `key` of `object`; nullptr if it is missing or null, or `object` is not an object.
[[nodiscard]] const Value* find(const Value& object, std::string_view key) noexcept;

/// @return a fault naming `what` unless `value` is an object.
[[nodiscard]] Read<void> check_object(const Value& value, std::string_view what);

// The member `key` of `object`; missing or null is a failure.
[[nodiscard]] Read<std::string> string_at(const Value& object, std::string_view key);
[[nodiscard]] Read<std::uint64_t> uint64_at(const Value& object, std::string_view key);
[[nodiscard]] Read<bool> bool_at(const Value& object, std::string_view key);
[[nodiscard]] Read<const Value*> array_at(const Value& object, std::string_view key);
[[nodiscard]] Read<const Value*> object_at(const Value& object, std::string_view key);

// The same where missing and null mean that there is none.
[[nodiscard]] Read<std::optional<std::string>> optional_string_at(const Value& object,
                                                                  std::string_view key);
[[nodiscard]] Read<std::optional<std::uint64_t>> optional_uint64_at(const Value& object,
                                                                    std::string_view key);
[[nodiscard]] Read<std::optional<bool>> optional_bool_at(const Value& object, std::string_view key);
/// @return nullptr if there is none.
[[nodiscard]] Read<const Value*> optional_array_at(const Value& object, std::string_view key);
/// @return nullptr if there is none.
[[nodiscard]] Read<const Value*> optional_object_at(const Value& object, std::string_view key);

/// `value` itself as text, e.g. an array's element; `what` names it in the error.
[[nodiscard]] Read<std::string> as_string(const Value& value, std::string_view what);

/// The objects in an array, in order. Nulls are left out: GraphQL puts one where it could not read
/// an element.
/// @return a fault naming `what` if it is not an array, or contains another value.
[[nodiscard]] Read<std::vector<const Value*>> objects_in(const Value& array, std::string_view what);

/// The same for the member `key` of `object`; missing or null is a failure.
[[nodiscard]] Read<std::vector<const Value*>> objects_at(const Value& object, std::string_view key);

/// The first element of the array `key` if it is a string; else empty.
[[nodiscard]] std::string first_string_at(const Value& object, std::string_view key);

}  // namespace shiptag::adapters::json
