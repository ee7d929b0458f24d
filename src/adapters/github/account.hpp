#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "domain/run_context.hpp"

namespace shiptag::adapters::github {

/// A repository on GitHub, and how to reach it through the API.
struct Account {
  std::string api_url = {};         ///< `https://api.github.com`, without a slash at its end.
  std::string graphql_url = {};     ///< `https://api.github.com/graphql`
  std::string server_url = {};      ///< `https://github.com`, for people's links.
  std::string repository = {};      ///< `owner/name`
  std::string run_repository = {};  ///< The one whose workflow runs this; else `repository`.
  std::string token = {};           ///< Never empty.
  std::chrono::milliseconds time_limit{60000};  ///< For all requests together.
};

/// The account by which the API knows `remote`.
/// @param time_limit  of the whole run. The API gets half of it: if it does not respond, enough is
///                    left for the tags, which a rollback can continue with.
/// @return nullopt if there is no token, or `remote` is not a repository on the server of `run`
///         (https://github.com where it names none), or that server is not GitHub: its runner
///         does not name both of GitHub's APIs; `invalid_input` if the token would go to the
///         API unencrypted.
[[nodiscard]] Expected<std::optional<Account>> account_for(std::string_view remote,
                                                           std::string_view token,
                                                           const domain::RunContext& run,
                                                           std::chrono::milliseconds time_limit);

/// `text` as one segment of a URL's path: all but `A-Z a-z 0-9 - _ ~` as `%XX`, and `.` too
/// where it would mean a folder. Source: RFC 3986, section 2.
[[nodiscard]] std::string path_segment(std::string_view text);

/// Whether `id` can be a workflow run's: decimal digits, at most 20. Payloads may have others.
[[nodiscard]] bool is_run_id(std::string_view id) noexcept;

}  // namespace shiptag::adapters::github
