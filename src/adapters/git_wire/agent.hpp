#pragma once
#include <string_view>

namespace shiptag::adapters::git_wire {

/// Our user agent. GitHub and others once refused smart requests from agents that do not begin
/// with `git/`.
inline constexpr std::string_view user_agent = "git/2.39.5 (shiptag/" SHIPTAG_VERSION ")";

/// The same within the protocol, which does not allow a space.
inline constexpr std::string_view agent_capability = "agent=git/2.39.5-shiptag/" SHIPTAG_VERSION;

}  // namespace shiptag::adapters::git_wire
