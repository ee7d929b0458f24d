#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "base/reason_code.hpp"

namespace shiptag {

/// Why work stopped. Callers branch on the code, never on the text.
struct Error {
  ReasonCode code;
  std::string message;      ///< One line for a person, naming the value and the rule; no period.
  std::string hint = {};    ///< What to do about it, one line; empty if there is nothing to do.
  std::string detail = {};  ///< Further details, above all the server's own words;
                            ///< sanitized, possibly several lines.

  friend bool operator==(const Error&, const Error&) = default;
};

/// `error` with what was being attempted put in front: "reading the ledger of api/production: …".
[[nodiscard]] inline Error while_doing(std::string_view action, Error error) {
  error.message.insert(0, std::string(action) + ": ");
  return error;
}

/// What a warning says about `error`: the message, and what to do.
[[nodiscard]] inline std::string with_hint(const Error& error) {
  return error.message + (error.hint.empty() ? "" : "; " + error.hint);
}

}  // namespace shiptag
