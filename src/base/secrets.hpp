#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace shiptag {

/// The secrets of this run, in every form in which a server, or a text of our own, may repeat them:
/// as they are, in base64 and base64url wherever they stand in what was encoded, and each of these
/// with the escapes of URLs, JSON and HTML, also twice.
///
/// Texts are cut on their way, so a piece of a form counts as well: any 8 characters in a row, or
/// the whole of a shorter form.
class Secrets {
 public:
  /// One of fewer than 4 characters is left out: it is in ordinary words, and what is missing in
  /// them would tell it.
  void add(std::string_view secret);

  /// Whether a secret, or a piece of one, is in `text`.
  [[nodiscard]] bool are_in(std::string_view text) const;

  /// `text` with `***` for what are_in() finds. Escapes and characters that are touched go as a
  /// whole, so that what was JSON or UTF-8 still is.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  struct Hidden;

  void add_form(std::string_view form);
  [[nodiscard]] Hidden hidden_in(std::string_view text) const;

  std::map<std::size_t, std::set<std::string, std::less<>>> pieces_;  ///< By their length.
};

}  // namespace shiptag
