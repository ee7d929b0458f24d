#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/github/api.hpp"
#include "adapters/json/read.hpp"
#include "domain/ledger.hpp"
#include "ports/forge.hpp"

namespace shiptag::adapters::github {

/// The payload of a deployment that shiptag makes: `{"shiptag":{…}}`, the ledger's line inside.
[[nodiscard]] std::string write_payload(const domain::LedgerLine& line);

/// The ledger's line in a deployment's payload as GraphQL gives it: the payload as JSON, or as a
/// string of JSON in JSON.
/// @return nullopt if it is anything else: others create deployments too, and may write anything
///         there.
[[nodiscard]] std::optional<domain::LedgerLine> read_payload(std::string_view payload);

/// The field of the response for the change with this index.
[[nodiscard]] std::string status_field(std::size_t index);

/// The mutation that sets `count` statuses, in order: its document.
[[nodiscard]] std::string status_document(std::size_t count);

/// The same mutation's variables.
/// @param log_url  the run's page; may be empty.
[[nodiscard]] std::string status_variables(const std::vector<ports::StatusChange>& changes,
                                           const std::string& log_url);

/// The variables of the document `environment_records`.
[[nodiscard]] std::string records_variables(const Account& account,
                                            const ports::RecordsQuery& query);

/// Reads the response to that document.
/// @return a fault naming the member that is missing or has the wrong type.
[[nodiscard]] json::Read<ports::EnvironmentRecords> read_records(const json::Value& answer,
                                                                 const ports::RecordsQuery& query,
                                                                 const Account& account);

/// `text` as GitHub accepts it as a description: one line of at most 140 characters.
[[nodiscard]] std::string short_description(std::string_view text);

/// GitHub's deployments and their statuses: read and changed by GraphQL, made by REST, which alone
/// takes a commit without a branch or tag.
class GithubDeployments final : public ports::DeploymentLog {
 public:
  /// @param api      outlives this.
  /// @param log_url  the run's page, that statuses link to; may be empty.
  GithubDeployments(Api& api, std::string log_url) : api_(api), log_url_(std::move(log_url)) {}

  [[nodiscard]] Expected<ports::EnvironmentRecords> read(const ports::RecordsQuery& query) override;
  [[nodiscard]] Expected<std::string> open(const ports::NewForgeRecord& record) override;
  [[nodiscard]] Expected<void> change(const std::vector<ports::StatusChange>& changes) override;

 private:
  Api& api_;
  std::string log_url_;
};

}  // namespace shiptag::adapters::github
