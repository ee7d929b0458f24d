#pragma once
#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace shiptag::cli {

enum class Operation { tag, deploy, rollback, hold, resume };

inline constexpr std::array all_operations = {
    Operation::tag, Operation::deploy, Operation::rollback, Operation::hold, Operation::resume};

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
  [[nodiscard]] constexpr bool contains(Operation operation) const noexcept {
    return (bits_ & bit(operation)) != 0;
  }

 private:
  static constexpr unsigned bit(Operation operation) noexcept {
    return 1U << static_cast<unsigned>(operation);
  }
  unsigned bits_ = 0;
};

inline constexpr OperationSet every_operation = {
    Operation::tag, Operation::deploy, Operation::rollback, Operation::hold, Operation::resume};
/// Those with a start and a finish; the deployment runs in between.
inline constexpr OperationSet phased = {Operation::deploy, Operation::rollback};
/// Those that are about one version.
inline constexpr OperationSet versioned = {Operation::tag, Operation::deploy, Operation::rollback};

}  // namespace shiptag::cli
