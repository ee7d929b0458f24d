#include "cli/operation.hpp"

#include <algorithm>

namespace shiptag::cli {
namespace {

static_assert(std::ranges::is_sorted(operation_rows, {}, &OperationRow::operation));

constexpr const OperationRow& row_of(Operation operation) noexcept {
  return operation_rows.at(static_cast<std::size_t>(operation));
}

}  // namespace

std::string_view to_string(Operation operation) noexcept {
  return row_of(operation).word;
}

std::optional<Operation> operation_from(std::string_view word) noexcept {
  const auto* const at = std::ranges::find(operation_rows, word, &OperationRow::word);
  return at == operation_rows.end() ? std::nullopt : std::optional(at->operation);
}

std::string_view purpose_of(Operation operation) noexcept {
  return row_of(operation).purpose;
}

}  // namespace shiptag::cli
