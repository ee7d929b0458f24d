#pragma once
#include <string>
#include <string_view>

#include "ports/ledger_format.hpp"

namespace shiptag::adapters::json {

/// Ledgers and outputs as JSON.
class LedgerFormat final : public ports::LedgerFormat {
 public:
  [[nodiscard]] Expected<domain::Ledger> read_ledger(std::string_view message) const override;
  [[nodiscard]] std::string write_line(const domain::LedgerLine& line) const override;
  [[nodiscard]] Expected<domain::DeploymentState> read_state(std::string_view text) const override;
  [[nodiscard]] std::string write_state(const domain::DeploymentState& state) const override;
  [[nodiscard]] std::string write(const shiptag::Value& value) const override;
};

}  // namespace shiptag::adapters::json
