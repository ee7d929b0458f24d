#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "base/secrets.hpp"
#include "base/variables.hpp"
#include "ports/clock.hpp"

namespace shiptag::adapters::runner {

/// What an action's step leaves for its post step: in GITHUB_STATE, and in a file next to it, since
/// nektos/act passes no state to the post step of a container action, but keeps the folder.
class SavedState {
 public:
  /// @param key      tells the steps of a job apart; a word.
  /// @param secrets  not to be saved; outlives this.
  SavedState(const Variables& variables, std::string_view key, const Secrets& secrets);

  /// Whether it can be saved, as far as can be seen without saving. @return as save().
  [[nodiscard]] Expected<void> check() const;

  /// @param state  one line; empty: there is nothing left to do.
  /// @return `internal` naming the file that could not be written.
  [[nodiscard]] Expected<void> save(std::string_view state, ports::Clock& clock) const;

  /// @return what was saved; nullopt: nothing was, not even that nothing is left to do.
  [[nodiscard]] std::optional<std::string> load() const;

 private:
  const Secrets& secrets_;
  std::optional<std::string> handed_over_;
  std::string state_file_;
  std::string own_file_;  ///< Empty where there is no folder for it.
};

}  // namespace shiptag::adapters::runner
