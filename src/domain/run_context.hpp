#pragma once
#include <cstdint>
#include <string>

namespace shiptag::domain {

/// Who and what runs this: a workflow's job, or a person at a terminal (then most is empty).
struct RunContext {
  bool in_workflow = false;
  std::string server_url = {};   ///< `https://github.com`
  std::string repository = {};   ///< `owner/name`
  std::string api_url = {};      ///< `https://api.github.com`; may be empty.
  std::string graphql_url = {};  ///< `https://api.github.com/graphql`; may be empty.
  std::string run_id = {};       ///< Decimal; empty where there is no run.
  std::string run_url = {};      ///< The run's page; empty where there is none.
  std::uint64_t run_attempt = 1;
  std::string job = {};
  std::string actor = {};             ///< Who triggered the run; never empty.
  std::string triggering_actor = {};  ///< Who started this attempt of it; never empty.
  std::string actor_email = {};       ///< For the tagger line; never empty.
  std::string commit_sha = {};        ///< The workflow's commit, 40 hex digits, or empty.
  std::string ref_tag = {};  ///< The tag that the run is for, without `refs/tags/`; may be empty.
  bool is_push = false;      ///< A push started the run: of `ref_tag`, if there is one.
  bool override_allowed = false;  ///< `ALLOW_PROTECTED_TAG_PUSH=true`
};

/// What makes two runs the same: a rerun of a job has the identity of its first attempt.
struct RunIdentity {
  std::string repository = {}, run_id = {}, job = {}, operation = {}, environment_tag = {},
              region = {}, requested_version = {};

  /// 16 hex digits that depend on every member; empty where there is no run.
  [[nodiscard]] std::string hash() const;
};

}  // namespace shiptag::domain
