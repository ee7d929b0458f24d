#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "domain/deploy_checks.hpp"
#include "domain/phase.hpp"
#include "domain/rollback_target.hpp"
#include "domain/version_tag.hpp"
#include "operations/deploying/rollback.hpp"

namespace shiptag::cli {

/// A word that an input accepts, and what it means.
template <typename Value>
struct Choice {
  std::string_view word;
  Value value;
};
template <typename Value>
Choice(const char*, Value) -> Choice<Value>;

inline constexpr std::array tag_types = {Choice{"version", domain::TagType::version},
                                         Choice{"environment", domain::TagType::environment},
                                         Choice{"state", domain::TagType::state}};
/// phase_of_step() decides what `auto` means.
inline constexpr std::array phases = {
    Choice{"auto", domain::Phase::start}, Choice{"complete", domain::Phase::complete},
    Choice{"start", domain::Phase::start}, Choice{"finish", domain::Phase::finish}};
inline constexpr std::array approvals = {
    Choice{"auto", domain::Approval::automatic}, Choice{"required", domain::Approval::required},
    Choice{"advisory", domain::Approval::advisory}, Choice{"off", domain::Approval::off}};
inline constexpr std::array hold_scopes = {
    Choice{"environment", operations::HoldScope::environment},
    Choice{"version", operations::HoldScope::version}, Choice{"none", operations::HoldScope::none}};
inline constexpr std::array strategies = {Choice{"semver", domain::Strategy::semver},
                                          Choice{"last_deployed", domain::Strategy::last_deployed}};
inline constexpr std::array histories = {Choice{"required", domain::History::required},
                                         Choice{"any", domain::History::any}};

/// The value of `word`, which the check of the input's kind has found among `choices`.
template <typename Choices>
auto value_of(const Choices& choices, std::string_view word) {
  for (const auto& choice : choices)
    if (choice.word == word) return choice.value;
  throw std::logic_error("not a word of its input: " + std::string(word));
}

/// The words of `choices`, joined at compile time: `version|environment|state`.
template <const auto& choices>
struct Joined {
  static constexpr std::size_t size = [] {
    std::size_t bytes = choices.size() - 1;
    for (const auto& choice : choices) bytes += choice.word.size();
    return bytes;
  }();
  static constexpr std::array<char, size> text = [] {
    std::array<char, size> joined{};
    auto* at = joined.begin();
    for (const auto& choice : choices) {
      if (at != joined.begin()) *at++ = '|';
      at = std::ranges::copy(choice.word, at).out;
    }
    return joined;
  }();
};
template <const auto& choices>
inline constexpr std::string_view words_of{Joined<choices>::text.data(), Joined<choices>::size};

}  // namespace shiptag::cli
