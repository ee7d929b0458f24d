#pragma once
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/value.hpp"
#include "domain/deployment_state.hpp"
#include "domain/ledger.hpp"

namespace shiptag::ports {

/// How shiptag's records are written as text. Reading trusts nothing.
class LedgerFormat {
 public:
  virtual ~LedgerFormat() = default;

  /// The ledger in a tag's message: the block of JSON lines after the last blank line.
  /// @return an empty ledger if there is no such block; `ledger_unreadable` naming the line if one
  ///         does not parse, is not UTF-8, or has a newer `schema`.
  [[nodiscard]] virtual Expected<domain::Ledger> read_ledger(std::string_view message) const = 0;
  /// `line` as one line of JSON, without a newline. `line.text` is ignored.
  [[nodiscard]] virtual std::string write_line(const domain::LedgerLine& line) const = 0;

  /// @return `invalid_input` naming what is missing or of the wrong shape.
  [[nodiscard]] virtual Expected<domain::DeploymentState> read_state(
      std::string_view text) const = 0;
  [[nodiscard]] virtual std::string write_state(const domain::DeploymentState& state) const = 0;

  /// `value` as one line, for an output: `{"aws":"us-east-1"}`.
  [[nodiscard]] virtual std::string write(const Value& value) const = 0;
};

}  // namespace shiptag::ports
