#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/secrets.hpp"
#include "base/timestamp.hpp"
#include "cli/inputs.hpp"
#include "domain/object_id.hpp"

namespace shiptag::cli {

/// Inputs as they were given, by name; none of them empty.
using GivenInputs = std::map<std::string, std::string, std::less<>>;

/// The inputs of one run: each as its kind says, or its default.
/// Asking for a name that all_inputs() lacks is a bug and throws std::out_of_range.
class Inputs {
 public:
  /// @param given  names of all_inputs() only, `operation` among them.
  /// @return `invalid_input` naming the first input that breaks a rule, its value, and the rule.
  [[nodiscard]] static Expected<Inputs> check(const GivenInputs& given);

  [[nodiscard]] Operation operation() const noexcept { return operation_; }
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::uint64_t number(std::string_view name) const;
  [[nodiscard]] std::optional<domain::ObjectId> commit(std::string_view name) const;
  [[nodiscard]] std::optional<Timestamp> timestamp(std::string_view name) const;

 private:
  explicit Inputs(Operation operation) : operation_(operation) {}
  Operation operation_;
  GivenInputs values_;
};

/// The rule for every value: at most `max_bytes` of UTF-8 without control characters.
/// @return `invalid_input`; a secret's value is not in it.
[[nodiscard]] Expected<void> check_characters(const InputSpec& spec, std::string_view value);

/// Inputs are recorded in tags and deployments, where others can read them, so none may contain a
/// secret except the input that is one.
/// @return `invalid_input` naming the input; the value is not in it.
[[nodiscard]] Expected<void> check_no_secret(const GivenInputs& given, const Secrets& secrets);

/// @return nullopt unless `text` is one of true|True|TRUE|false|False|FALSE.
[[nodiscard]] std::optional<bool> flag_from(std::string_view text) noexcept;

/// Whether `value` means the same as leaving the input out, in a workflow or elsewhere: `TRUE` for
/// a flag that is true by default.
[[nodiscard]] bool is_default(const InputSpec& spec, std::string_view value) noexcept;

/// The operation named by `given`. @return `invalid_input` if it is missing or unknown.
[[nodiscard]] Expected<Operation> operation_of(const GivenInputs& given);

}  // namespace shiptag::cli
