#include "cli/operation.hpp"

#include <algorithm>

namespace shiptag::cli {
namespace {

struct Row {
  std::string_view word;
  std::string_view purpose;
};

constexpr std::array operation_words = {
    Row{"tag", "create a version, state or environment tag"},
    Row{"deploy", "deploy a version to an environment"},
    Row{"rollback", "return an environment to a lower version that ran there"},
    Row{"hold", "keep deployments out of an environment"},
    Row{"resume", "lift the holds of an environment"},
};
static_assert(operation_words.size() == all_operations.size());

constexpr const Row& row_of(Operation operation) noexcept {
  return operation_words.at(static_cast<std::size_t>(operation));
}

}  // namespace

std::string_view to_string(Operation operation) noexcept {
  return row_of(operation).word;
}

std::optional<Operation> operation_from(std::string_view word) noexcept {
  const auto* const at = std::ranges::find(operation_words, word, &Row::word);
  if (at == operation_words.end()) return std::nullopt;
  return static_cast<Operation>(at - operation_words.begin());
}

std::string_view purpose_of(Operation operation) noexcept {
  return row_of(operation).purpose;
}

}  // namespace shiptag::cli
