#include "adapters/github/deployments.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/http/url.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

using domain::ForgeRecord;
using domain::RecordState;
using json::Members;
using json::Value;
using Need = Members::Need;

constexpr std::string_view workflows = ":.github/workflows";

/// GitHub's words, for deployments and statuses alike.
RecordState state_from(std::string_view word) {
  using enum RecordState;
  constexpr std::array words = {
      std::pair{"PENDING", queued},    std::pair{"QUEUED", queued},
      std::pair{"WAITING", queued},    std::pair{"IN_PROGRESS", in_progress},
      std::pair{"SUCCESS", succeeded}, std::pair{"ACTIVE", succeeded},
      std::pair{"FAILURE", failed},    std::pair{"ERROR", failed},
  };
  for (const auto& [name, state] : words)
    if (word == name) return state;
  return inactive;  // INACTIVE, DESTROYED, ABANDONED, and unknown ones.
}

/// A run, by the address of its page or of one of its jobs.
struct RunPage {
  std::string id = {};  ///< Empty: `url` does not belong to a run on that server.
  bool is_ours = true;  ///< Whether the run is of `account.run_repository`.
};

RunPage run_page(std::string_view url, const Account& account) {
  constexpr std::string_view runs = "/actions/runs/";
  const std::size_t at = url.find(runs);
  if (at == std::string_view::npos || http::origin_of(url) != http::origin_of(account.server_url))
    return {};
  const bool is_ours =
      is_same_name(url.substr(0, at), account.server_url + "/" + account.run_repository);
  url.remove_prefix(at + runs.size());
  const std::string_view id = url.substr(0, url.find_first_of("/?#"));
  return is_run_id(id) ? RunPage{std::string(id), is_ours} : RunPage{};
}

/// What a status adds to its deployment's record.
json::Read<void> add_status(const Value& status, const Account& account, ForgeRecord& record) {
  Members members(status);
  const auto state = state_from(members.line("state", Need::required));
  const auto created_at = members.timestamp("createdAt", Need::required);
  const RunPage run = run_page(members.line("logUrl", Need::optional), account);
  if (members.fault()) return fail(*members.fault());
  if (record.run_id.empty()) record.run_id = run.id;
  record.is_from_elsewhere |= !run.is_ours;
  if (state == RecordState::succeeded)
    record.succeeded_at = std::max(record.succeeded_at, created_at);
  return {};
}

json::Read<ForgeRecord> read_record(const Value& deployment, const Account& account) {
  Members members(deployment);
  ForgeRecord record;
  record.id = members.line("id", Need::required);
  if (record.id.empty()) members.refuse("id", "it is empty");
  record.state = state_from(members.line("state", Need::optional));
  record.created_at = members.timestamp("createdAt", Need::required).value_or(Timestamp{});
  const auto payload = json::optional_string_at(deployment, "payload");
  if (payload && *payload) record.line = read_payload(**payload);
  const Value* statuses = members.object("statuses");
  if (members.fault()) return fail(*members.fault());
  if (!payload) return fail(payload.error());
  if (statuses == nullptr) return record;
  const auto nodes = json::objects_at(*statuses, "nodes");
  if (!nodes) return fail(nodes.error());
  for (const Value* status : *nodes)
    if (auto ok = add_status(*status, account, record); !ok) return fail(std::move(ok.error()));
  return record;
}

json::Read<void> read_deployments(const Value& deployments, const Account& account,
                                  ports::EnvironmentRecords& records) {
  const auto nodes = json::objects_at(deployments, "nodes");
  if (!nodes) return fail(nodes.error());
  for (const Value* node : *nodes) {
    auto record = read_record(*node, account);
    if (!record) return json::faulty("a deployment: " + record.error().message);
    records.newest_first.push_back(*std::move(record));
  }
  const auto page = json::object_at(deployments, "pageInfo");
  if (!page) return fail(page.error());
  const auto has_more = json::bool_at(**page, "hasNextPage");
  if (!has_more) return fail(has_more.error());
  if (!*has_more) return {};
  auto older = json::string_at(**page, "endCursor");
  if (!older) return fail(std::move(older.error()));
  records.older = *std::move(older);
  return {};
}

json::Read<bool> read_requires_reviewers(const Value& repository) {
  const auto environment = json::optional_object_at(repository, "environment");
  if (!environment) return fail(environment.error());
  if (*environment == nullptr) return false;
  const auto rules = json::object_at(**environment, "protectionRules");
  if (!rules) return fail(rules.error());
  const auto nodes = json::objects_at(**rules, "nodes");
  if (!nodes) return fail(nodes.error());
  bool required = false;
  for (const Value* rule : *nodes) {
    const auto type = json::string_at(*rule, "type");
    if (!type) return fail(type.error());
    required |= *type == "REQUIRED_REVIEWERS";
  }
  return required;
}

/// The id of a folder's tree; empty if there is no such folder.
json::Read<std::string> tree_at(const Value& repository, std::string_view key) {
  const auto tree = json::optional_object_at(repository, key);
  if (!tree) return fail(tree.error());
  if (*tree == nullptr) return std::string();
  return json::string_at(**tree, "oid");
}

json::Read<std::string> read_default_branch(const Value& repository) {
  const auto branch = json::optional_object_at(repository, "defaultBranchRef");
  if (!branch) return fail(branch.error());
  if (*branch == nullptr) return std::string();
  return json::string_at(**branch, "name");
}

/// Moving a tag to a commit whose workflow files differ from the default branch's requires a token
/// that may write workflows.
json::Read<std::vector<ports::Obstacle>> read_obstacles(
    const Value& repository, const std::vector<domain::ObjectId>& commits) {
  constexpr std::array keys = {"first", "second"};
  const auto branch = read_default_branch(repository);
  if (!branch) return fail(branch.error());
  const auto newest = tree_at(repository, "newest");
  if (!newest) return fail(newest.error());
  std::vector<ports::Obstacle> obstacles;
  for (std::size_t i = 0; i < std::min(commits.size(), keys.size()); ++i) {
    const auto tree = tree_at(repository, keys.at(i));
    if (!tree) return fail(tree.error());
    if (*tree == *newest) continue;
    obstacles.push_back({commits[i], "Workflow files",
                         "the workflow files at " + commits[i].hex() + " differ from those on " +
                             *branch +
                             ", and GitHub refuses to move a tag there with GITHUB_TOKEN; use a "
                             "GitHub App token with workflows: write"});
  }
  return obstacles;
}

/// `<commit>:.github/workflows`. GraphQL has no value for "none", so HEAD's is used again.
std::string tree_expression(const std::vector<domain::ObjectId>& commits, std::size_t index) {
  return (index < commits.size() ? commits[index].hex() : "HEAD") + std::string(workflows);
}

}  // namespace

std::string records_variables(const Account& account, const ports::RecordsQuery& query) {
  const auto parts = split(account.repository, '/');
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "owner", parts.front());
  json::write(writer, "name", parts.back());
  json::write(writer, "environment", query.forge_environment);
  json::write_key(writer, "environments");
  writer.StartArray();
  json::write_string(writer, query.forge_environment);
  writer.EndArray();
  json::write_unless_empty(writer, "older", query.older);
  json::write(writer, "first", tree_expression(query.commits, 0));
  json::write(writer, "second", tree_expression(query.commits, 1));
  writer.EndObject();
  return json::str(buffer);
}

json::Read<ports::EnvironmentRecords> read_records(const Value& answer,
                                                   const ports::RecordsQuery& query,
                                                   const Account& account) {
  const auto data = json::object_at(answer, "data");
  if (!data) return fail(data.error());
  const auto repository = json::object_at(**data, "repository");
  if (!repository) return fail(repository.error());
  const auto deployments = json::object_at(**repository, "deployments");
  if (!deployments) return fail(deployments.error());

  ports::EnvironmentRecords records;
  if (auto ok = read_deployments(**deployments, account, records); !ok) return fail(ok.error());
  const auto reviewers = read_requires_reviewers(**repository);
  if (!reviewers) return fail(reviewers.error());
  records.requires_reviewers = *reviewers;
  auto obstacles = read_obstacles(**repository, query.commits);
  if (!obstacles) return fail(obstacles.error());
  records.obstacles = *std::move(obstacles);
  return records;
}

}  // namespace shiptag::adapters::github
