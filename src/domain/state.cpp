#include "domain/state.hpp"

#include <array>
#include <cstddef>

namespace shiptag::domain {
namespace {

constexpr std::array<std::string_view, 3> state_words = {"stable", "unstable", "deprecated"};

}  // namespace

std::string_view to_string(State state) noexcept {
  return state_words.at(static_cast<std::size_t>(state));
}

std::optional<State> state_from(std::string_view word) noexcept {
  for (std::size_t i = 0; i < state_words.size(); ++i)
    if (state_words.at(i) == word) return static_cast<State>(i);
  return std::nullopt;
}

std::optional<State> state_at_end_of(std::string_view prerelease) noexcept {
  return state_from(prerelease.substr(prerelease.rfind('-') + 1));
}

}  // namespace shiptag::domain
