#include "adapters/runner/run_context.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::runner {
namespace {

constexpr std::string_view word_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
constexpr std::string_view tag_prefix = "refs/tags/";
constexpr std::size_t longest_value = 255;

bool only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  return status == std::errc{} && end == text.data() + text.size() && number > 0;
}

bool is_line(std::string_view text) {
  return is_utf8(text) && !has_control_characters(text);
}

// Logins of apps end in [bot]; outside GitHub they may have a path (nektos/act).
bool is_login(std::string_view text) {
  return only(text, std::string(word_characters) + "[]/");
}

bool is_repository(std::string_view text) {
  const auto parts = split(text, '/');
  return parts.size() == 2 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && part != "." && part != ".." && only(part, word_characters);
         });
}

bool is_server_url(std::string_view text) {
  const std::string_view host = text.substr(std::min(text.size(), text.find("://") + 3));
  return (text.starts_with("https://") || text.starts_with("http://")) && !host.empty() &&
         only(host, std::string(word_characters) + ":[]");
}

bool is_api_url(std::string_view text) {
  return is_web_address(text) && text.find_first_of("?#@") == std::string_view::npos;
}

bool is_commit(std::string_view text) {
  return domain::ObjectId::from_hex(text).has_value();
}

struct Rule {
  std::string_view variable;
  bool (*fits)(std::string_view);
  std::string_view words;
};
constexpr Rule server_url = {"GITHUB_SERVER_URL", is_server_url, "a URL with only a host"};
constexpr Rule repository = {"GITHUB_REPOSITORY", is_repository, "owner/name"};
constexpr Rule api_url = {"GITHUB_API_URL", is_api_url, "an http:// or https:// address"};
constexpr Rule graphql_url = {"GITHUB_GRAPHQL_URL", is_api_url, "an http:// or https:// address"};
constexpr Rule run_id = {"GITHUB_RUN_ID", is_number, "a number"};
constexpr Rule run_attempt = {"GITHUB_RUN_ATTEMPT", is_number, "a number"};
constexpr Rule job = {"GITHUB_JOB", is_line, "one line of UTF-8"};
constexpr Rule actor = {"GITHUB_ACTOR", is_login, "a login"};
constexpr Rule triggering_actor = {"GITHUB_TRIGGERING_ACTOR", is_login, "a login"};
constexpr Rule actor_id = {"GITHUB_ACTOR_ID", is_number, "a number"};
constexpr Rule sha = {"GITHUB_SHA", is_commit, "40 hex digits"};
constexpr Rule ref = {"GITHUB_REF", is_line, "one line of UTF-8"};

/// Reads variables until one of them does not look as the runner writes it.
class Reader {
 public:
  explicit Reader(const Variables& variables) : variables_(variables) {}

  /// Empty if the variable is not set, or does not fit.
  std::string read(const Rule& rule) {
    std::string value = variables_(rule.variable).value_or("");
    if (value.empty() || (value.size() <= longest_value && rule.fits(value))) return value;
    if (!fault_)
      fault_ = Error{ReasonCode::invalid_input,
                     std::string(rule.variable) + " is " + in_quotes(value) + ": it must be " +
                         std::string(rule.words) + " of at most " + std::to_string(longest_value) +
                         " bytes",
                     "the runner sets it; do not change it"};
    return {};
  }
  [[nodiscard]] const std::optional<Error>& fault() const noexcept { return fault_; }

 private:
  const Variables& variables_;
  std::optional<Error> fault_;
};

/// `github.com` from `https://github.com:443`.
std::string host_of(std::string_view url) {
  url.remove_prefix(std::min(url.size(), url.find("://") + 3));
  if (!url.starts_with('[')) url = url.substr(0, url.find(':'));
  return std::string(url.empty() ? "localhost" : url);
}

std::string noreply_address(const domain::RunContext& run, std::string_view id) {
  const std::string in_front = id.empty() ? "" : std::string(id) + "+";
  return in_front + run.actor + "@users.noreply." + host_of(run.server_url);
}

std::uint64_t attempt_of(std::string_view text) {
  std::uint64_t attempt = 1;
  std::from_chars(text.data(), text.data() + text.size(), attempt);
  return attempt;
}

std::string tag_of(std::string_view full_ref) {
  if (!full_ref.starts_with(tag_prefix)) return {};
  return std::string(full_ref.substr(tag_prefix.size()));
}

bool override_allowed(const Variables& variables) {
  return variables("ALLOW_PROTECTED_TAG_PUSH") == "true";
}

/// `text` in the form that git's tagger line allows.
std::string for_tagger(std::string_view text) {
  std::string out = printable(trimmed(text), longest_value);
  std::erase_if(out, [](char c) { return c == '<' || c == '>'; });
  return out.empty() ? "unknown" : out;
}

std::string page_of(const domain::RunContext& run) {
  if (run.server_url.empty() || run.repository.empty() || run.run_id.empty()) return {};
  return run.server_url + "/" + run.repository + "/actions/runs/" + run.run_id;
}

}  // namespace

bool in_workflow(const Variables& variables) {
  return variables("GITHUB_ACTIONS") == "true";
}

Expected<domain::RunContext> workflow_context(const Variables& variables) {
  Reader reader(variables);
  domain::RunContext run;
  run.in_workflow = true;
  run.server_url = reader.read(server_url);
  run.repository = reader.read(repository);
  run.api_url = reader.read(api_url);
  run.graphql_url = reader.read(graphql_url);
  run.run_id = reader.read(run_id);
  run.run_url = page_of(run);
  run.run_attempt = attempt_of(reader.read(run_attempt));
  run.job = reader.read(job);
  run.actor = reader.read(actor);
  if (run.actor.empty()) run.actor = "github-actions[bot]";
  run.triggering_actor = reader.read(triggering_actor);
  if (run.triggering_actor.empty()) run.triggering_actor = run.actor;
  run.actor_email = noreply_address(run, reader.read(actor_id));
  run.commit_sha = reader.read(sha);
  run.ref_tag = tag_of(reader.read(ref));
  run.is_push = variables("GITHUB_EVENT_NAME") == "push";
  run.override_allowed = override_allowed(variables);
  if (reader.fault()) return fail(*reader.fault());
  return run;
}

domain::RunContext terminal_context(const Variables& variables, const Person& person) {
  domain::RunContext run;
  run.actor = for_tagger(person.name);
  run.triggering_actor = run.actor;
  run.actor_email = for_tagger(person.email);
  run.override_allowed = override_allowed(variables);
  return run;
}

}  // namespace shiptag::adapters::runner
