#pragma once
#include <string>
#include <string_view>

namespace shiptag::tests {

/// A deployment as the answer to EnvironmentRecords has it; `statuses` and `payload` are JSON.
struct AnsweredDeployment {
  std::string id = "DE_1", state = "ACTIVE", payload = "null", statuses = {};

  [[nodiscard]] std::string json() const {
    return R"({"id":")" + id + R"(","state":")" + state +
           R"(","createdAt":"2025-11-21T10:00:00Z","payload":)" + payload +
           R"(,"statuses":{"nodes":[)" + statuses + "]}}";
  }
};

/// One of its statuses.
inline std::string answered_status(std::string_view state, std::string_view time,
                                   std::string_view log_url = "") {
  return R"({"state":")" + std::string(state) + R"(","createdAt":"2025-11-21T)" +
         std::string(time) + R"(Z","logUrl":")" + std::string(log_url) + R"("})";
}

/// The answer to EnvironmentRecords.
struct EnvironmentAnswer {
  std::string branch = R"({"name":"main"})";
  std::string newest = R"({"oid":"t1"})", first = newest, second = newest;
  std::string environment = R"({"protectionRules":{"nodes":[]}})";
  std::string page = R"({"hasNextPage":false,"endCursor":null})";
  std::string nodes = {};

  [[nodiscard]] std::string json() const {
    return R"({"data":{"repository":{"defaultBranchRef":)" + branch + R"(,"newest":)" + newest +
           R"(,"first":)" + first + R"(,"second":)" + second + R"(,"environment":)" + environment +
           R"(,"deployments":{"pageInfo":)" + page + R"(,"nodes":[)" + nodes + "]}}}}";
  }
};

}  // namespace shiptag::tests
