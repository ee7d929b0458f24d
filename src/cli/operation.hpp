#pragma once
#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace shiptag::cli {

enum class Operation { tag, deploy, rollback, hold, resume };

struct OperationRow {
  Operation operation;
  std::string_view word;
  std::string_view purpose;  ///< A few words.
};

/// Every operation, in the order of the enumeration.
inline constexpr std::array operation_rows = {
    OperationRow{Operation::tag, "tag", "create a version, state, or environment tag"},
    OperationRow{Operation::deploy, "deploy", "deploy a version to an environment"},
    OperationRow{Operation::rollback, "rollback",
                 "roll an environment back to a lower version that ran there"},
    OperationRow{Operation::hold, "hold", "keep deployments out of an environment"},
    OperationRow{Operation::resume, "resume", "lift the holds on an environment"},
};

inline constexpr auto all_operations = [] {
  std::array<Operation, operation_rows.size()> all{};
  std::ranges::transform(operation_rows, all.begin(), &OperationRow::operation);
  return all;
}();

[[nodiscard]] std::string_view to_string(Operation operation) noexcept;
[[nodiscard]] std::optional<Operation> operation_from(std::string_view word) noexcept;

/// What it does, in a few words: `deploy a version to an environment`.
[[nodiscard]] std::string_view purpose_of(Operation operation) noexcept;

/// Some of the operations.
class OperationSet {
 public:
  constexpr OperationSet(std::initializer_list<Operation> members) noexcept {
    for (const Operation member : members) bits_ |= bit(member);
  }
  static constexpr OperationSet of_all() noexcept {
    OperationSet all({});
    for (const Operation member : all_operations) all.bits_ |= bit(member);
    return all;
  }
  [[nodiscard]] constexpr bool contains(Operation operation) const noexcept {
    return (bits_ & bit(operation)) != 0;
  }

 private:
  static constexpr unsigned bit(Operation operation) noexcept {
    return 1U << static_cast<unsigned>(operation);
  }
  unsigned bits_ = 0;
};

inline constexpr OperationSet every_operation = OperationSet::of_all();
/// Those with a start and a finish; the deployment runs in between.
inline constexpr OperationSet phased = {Operation::deploy, Operation::rollback};
/// Those that are about one version.
inline constexpr OperationSet versioned = {Operation::tag, Operation::deploy, Operation::rollback};

}  // namespace shiptag::cli
