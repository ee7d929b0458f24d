#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace shiptag {

/// The secrets of this run, in every form in which a server, or a text of our own, may repeat them:
/// as they are, in base64 and base64url at any offset in the encoded text, and each of these with
/// the escapes of URLs, JSON, and HTML, even twice.
///
/// Texts are cut along the way, so a piece of a form counts as well: any 8 characters in a row, or
/// all of a shorter form.
class Secrets {
 public:
  /// Ignores a secret of fewer than 4 characters: it occurs in ordinary words, and hiding it there
  /// would give it away.
  void add(std::string_view secret);

  /// Whether a secret, or a piece of one, is in `text`.
  [[nodiscard]] bool are_in(std::string_view text) const;

  /// `text` with `***` for what are_in() finds. An escape or a character that is touched is
  /// hidden as a whole, so that JSON and UTF-8 stay valid.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  struct Hidden;

  void add_form(std::string_view form);
  [[nodiscard]] Hidden hidden_in(std::string_view text) const;

  std::map<std::size_t, std::set<std::string, std::less<>>> pieces_;  ///< By their length.
};

}  // namespace shiptag
