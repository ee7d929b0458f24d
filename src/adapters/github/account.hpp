#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "domain/run_context.hpp"

namespace shiptag::adapters::github {

/// A repository on GitHub, whose API it is asked by, and what with.
struct Account {
  std::string api_url = {};         ///< `https://api.github.com`, without a slash behind.
  std::string graphql_url = {};     ///< `https://api.github.com/graphql`
  std::string server_url = {};      ///< `https://github.com`, for people's links.
  std::string repository = {};      ///< `owner/name`
  std::string run_repository = {};  ///< The one whose workflow runs this; else `repository`.
  std::string token = {};           ///< Never empty.
  std::chrono::milliseconds time_limit{60000};  ///< Of all that is asked together.
};

/// The account by which the API knows `remote`.
/// @param time_limit  of the whole run. The API gets half of it: one that does not answer leaves
///                    enough for the tags, which a rollback goes on with.
/// @return nullopt if there is no token, or `remote` is no repository on the server of `run`
///         (https://github.com where it names none), or that server is no GitHub: its runner
///         does not name both of GitHub's APIs; `invalid_input` if the token would go to the
///         API unencrypted.
[[nodiscard]] Expected<std::optional<Account>> account_for(std::string_view remote,
                                                           std::string_view token,
                                                           const domain::RunContext& run,
                                                           std::chrono::milliseconds time_limit);

}  // namespace shiptag::adapters::github
