#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "domain/ledger.hpp"

namespace shiptag::fakes {

inline domain::Version version(std::string_view text) {
  return domain::Version::parse(text).value();
}

/// A commit of its own for each letter: `commit('a')` is forty times `a`. Hex digits only.
inline domain::ObjectId commit(char digit) {
  return domain::ObjectId::from_hex(std::string(40, digit)).value();
}

/// The commit that tests give to a version: its patch number, forty times.
inline domain::ObjectId commit_of(std::string_view text) {
  return commit(static_cast<char>('0' + version(text).core().patch % 10));
}

/// A line as a deployment of `text` (such as `v1.2.3`) to `region` leaves it.
inline domain::LedgerLine deployed(std::string_view text, std::string region = {}) {
  static int count = 0;
  domain::LedgerLine line;
  line.deployment_id = "deploy-20251121-103045-" + std::to_string(++count);
  line.version = version(text);
  line.commit_sha = commit_of(text);
  line.environment = "production";
  line.status = domain::DeploymentStatus::succeeded;
  line.region = std::move(region);
  line.completed_at = Timestamp::parse("2025-11-21T10:30:45Z").value();
  line.triggered_by = "octocat";
  line.text = "{" + line.deployment_id + "}";
  return line;
}

/// A line that says nothing of what runs where.
inline domain::LedgerLine of(domain::LedgerOperation operation, std::string_view text) {
  domain::LedgerLine line = deployed(text);
  line.operation = operation;
  line.will_move_env_tag = operation == domain::LedgerOperation::tag;
  return line;
}

}  // namespace shiptag::fakes
