#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/github/account.hpp"
#include "adapters/github/request_failure.hpp"
#include "adapters/http/patient_client.hpp"
#include "adapters/json/read.hpp"
#include "base/expected.hpp"

namespace shiptag::adapters::github {

/// The address with `rel="next"` in a `Link` header; nullopt if there is none.
/// @param url  of the page that the header came with.
/// @return `invalid_input` or `protocol` if it is on another origin, where the token must not go.
/// Source: RFC 8288, section 3.
[[nodiscard]] Expected<std::optional<std::string>> next_page(std::string_view url,
                                                             std::string_view link);

using http::World;

/// What a request does if it is sent twice.
enum class Repeat {
  reads,    ///< Nothing either time.
  sets,     ///< The same as once.
  creates,  ///< Two of something: it is not sent again once it may have been done.
};

/// A GraphQL request.
struct Query {
  std::string document;
  std::string variables;  ///< A JSON object.
  Repeat repeat = Repeat::reads;
  /// Fields of the response whose object may be gone: NOT_FOUND for them is not a failure.
  std::vector<std::string> may_be_gone = {};
};

using Document = rapidjson::Document;

/// GitHub's REST and GraphQL API, as one account.
///
/// Every function waits for rate limits and tries transient failures again while there is time,
/// and fails with `permission`, `rejected_by_server`, `unavailable`, `protocol`, or `interrupted`.
/// No conditional requests are made: nothing is read twice in a run, and nothing is kept between
/// runs, so there is never an ETag to send.
class Api {
 public:
  /// The account's time limit starts here.
  Api(const World& world, Account account);

  /// Reads all pages of what is at `path` (after the API's address, percent-encoded).
  /// @return one document per page; none where GitHub knows no such thing (404, 422).
  [[nodiscard]] Expected<std::vector<Document>> get(const Purpose& purpose,
                                                    const std::string& path);

  /// Creates something. `unavailable` says so if it is not known whether it was created.
  /// @param body  JSON.
  /// @return the response; null where it is empty.
  [[nodiscard]] Expected<Document> create(const Purpose& purpose, const std::string& path,
                                          std::string body, Repeat repeat = Repeat::creates);

  /// @return the response, whose `data` has not been checked.
  [[nodiscard]] Expected<Document> graphql(const Purpose& purpose, const Query& query);

  [[nodiscard]] const Account& account() const noexcept { return account_; }

 private:
  using Classify = std::function<std::optional<RequestFailure>(const Answer&)>;

  [[nodiscard]] Expected<Answer> send(const Purpose& purpose, const http::Request& request,
                                      Repeat repeat, const Classify& classify);
  [[nodiscard]] http::Request request_to(const std::string& url) const;
  [[nodiscard]] Purpose completed(Purpose purpose) const;

  Account account_;
  http::PatientClient http_;
};

}  // namespace shiptag::adapters::github
