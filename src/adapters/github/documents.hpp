#pragma once
#include <string_view>

namespace shiptag::adapters::github {

// The GraphQL documents that are sent; GitHub's schema is the authority on every name in them.

/// The environment's newest deployments, its protection rules, and the workflow files of two
/// commits beside those of the default branch.
///
/// Ids are node ids: the numbers of deployments have long outgrown GraphQL's 32-bit `databaseId`.
/// Variables: owner, name, environment, environments (the same in a list), older (null or a
/// cursor), first and second (`<commit>:.github/workflows`; `HEAD:…` where there is no commit).
constexpr std::string_view environment_records = R"(query EnvironmentRecords(
  $owner: String!, $name: String!, $environment: String!, $environments: [String!],
  $older: String, $first: String, $second: String
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    newest: object(expression: "HEAD:.github/workflows") { oid }
    first: object(expression: $first) { oid }
    second: object(expression: $second) { oid }
    environment(name: $environment) { protectionRules(first: 20) { nodes { type } } }
    deployments(
      first: 100, after: $older, environments: $environments,
      orderBy: {field: CREATED_AT, direction: DESC}
    ) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        state
        createdAt
        payload
        statuses(first: 20) { nodes { state createdAt logUrl } }
      }
    }
  }
})";

/// The repository's node id, which writing refs requires. Variables: owner, name.
constexpr std::string_view repository_id = R"(query RepositoryId($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { id }
})";

/// Moves refs, all or none, each from the value that it must still have. Variables: input.
constexpr std::string_view update_refs = R"(mutation UpdateRefs($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
})";

// The statuses of several deployments are set by one mutation `ChangeStatuses` that is generated:
// `s0: createDeploymentStatus(input: $s0) { deploymentStatus { state } }`, and so on.

}  // namespace shiptag::adapters::github
