#include "base/secrets.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "base/unescaped.hpp"

namespace shiptag {
namespace {

constexpr std::size_t shortest_secret = 4;
constexpr std::size_t piece_length = 8;
/// Our own escaping of a response in which a server escaped text that was already escaped.
constexpr int most_escapes = 3;

/// The base64 digits that depend on `secret` alone in a text that has it after `before` bytes: the
/// digits at either end depend on the neighboring bytes, too.
std::string base64_inside(std::string_view secret, std::size_t before) {
  const std::string digits = base64(std::string(before, '\0').append(secret));
  const std::size_t first = (8 * before + 5) / 6;
  const std::size_t last = 8 * (before + secret.size()) / 6;
  return digits.substr(first, last - first);
}

std::string base64url(std::string digits) {
  std::ranges::replace(digits, '+', '-');
  std::ranges::replace(digits, '/', '_');
  return digits;
}

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace

/// Which bytes of a text must not be shown.
struct Secrets::Hidden {
  std::vector<bool> bytes;

  void hide(std::size_t begin, std::size_t end) {
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
              bytes.begin() + static_cast<std::ptrdiff_t>(end), true);
  }
  [[nodiscard]] bool any(std::size_t begin, std::size_t end) const {
    const auto stop = bytes.begin() + static_cast<std::ptrdiff_t>(end);
    return std::find(bytes.begin() + static_cast<std::ptrdiff_t>(begin), stop, true) != stop;
  }
};

void Secrets::add(std::string_view secret) {
  if (secret.size() < shortest_secret) return;
  add_form(secret);
  // What it looks like where only the text around it was escaped.
  add_form(bytes_of(unescaped(as_written(secret))));
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string digits = base64_inside(secret, before);
    add_form(digits);
    add_form(base64url(digits));
  }
}

void Secrets::add_form(std::string_view form) {
  if (form.size() < shortest_secret) return;
  const std::size_t length = std::min(form.size(), piece_length);
  for (std::size_t at = 0; at + length <= form.size(); ++at)
    pieces_[length].emplace(form.substr(at, length));
}

Secrets::Hidden Secrets::hidden_in(std::string_view text) const {
  Hidden hidden{std::vector<bool>(text.size())};
  const auto look = [&](const std::vector<ReadByte>& read) {
    const std::string bytes = bytes_of(read);
    for (const auto& [length, pieces] : pieces_)
      for (std::size_t at = 0; at + length <= bytes.size(); ++at)
        if (pieces.contains(std::string_view(bytes).substr(at, length)))
          hidden.hide(read[at].begin, read[at + length - 1].end);
  };
  std::vector<ReadByte> read = as_written(text);
  look(read);
  for (int escapes = 0; escapes < most_escapes; ++escapes) {
    std::vector<ReadByte> next = unescaped(read);
    if (next.size() == read.size()) break;
    look(next);
    read = std::move(next);
  }
  if (!hidden.any(0, text.size())) return hidden;
  for (const ReadByte& each : unescaped(as_written(text)))
    if (hidden.any(each.begin, each.end)) hidden.hide(each.begin, each.end);
  return hidden;
}

bool Secrets::are_in(std::string_view text) const {
  return hidden_in(text).any(0, text.size());
}

std::string Secrets::redact(std::string_view text) const {
  const Hidden hidden = hidden_in(text);
  std::string shown;
  bool is_hiding = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && continues_character(text[end])) ++end;
    const bool is_hidden = hidden.any(at, end);
    if (!is_hidden) shown.append(text.substr(at, end - at));
    if (is_hidden && !is_hiding) shown.append("***");
    is_hiding = is_hidden;
    at = end;
  }
  return shown;
}

}  // namespace shiptag
