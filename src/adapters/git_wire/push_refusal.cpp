#include <algorithm>
#include <array>

#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

/// Where words count: a hook may say `already exists` about anything.
enum class Said { in_report, anywhere };

/// What a wording means. The first row that fits decides, so the most specific ones come first.
struct Row {
  std::string_view words;
  ReasonCode code;
  std::string_view meaning;
  std::string_view hint;
  Said said = Said::anywhere;
  RefusedFor cause = RefusedFor::other;
  std::string_view remedy = {};
};

using enum ReasonCode;

constexpr std::string_view another_moved_it = "someone else changed it first";
constexpr std::string_view read_again = "run again: shiptag starts over from the current tags";
constexpr std::string_view commit_missing = "the server does not have the commit";
constexpr std::string_view push_first = "push the branch that contains the commit first";

constexpr std::string_view workflows_differ =
    "the commit's workflow files differ from those on the branches, and this token cannot write "
    "workflows";
constexpr std::string_view let_bypass =
    "let this actor bypass the ruleset, or exclude this tag from it: Settings, Rules";

/// How a workflow gets a token that can write workflows.
constexpr std::string_view app_token =
    R"(Before the shiptag step, with a GitHub App that has these permissions in the repository:
- uses: actions/create-github-app-token@v3
  id: app-token
  with:
    client-id: ${{ vars.SHIPTAG_APP_CLIENT_ID }}
    private-key: ${{ secrets.SHIPTAG_APP_PRIVATE_KEY }}
    permission-actions: read
    permission-contents: write
    permission-deployments: write
    permission-workflows: write
In the shiptag step:
  with:
    token: ${{ steps.app-token.outputs.token }})";

constexpr std::array rows = {
    Row{"refusing to allow a GitHub App to create or update workflow", rejected_by_server,
        workflows_differ,
        "use the token of a GitHub App that has `workflows: write`; no `permissions:` line can "
        "give that to GITHUB_TOKEN",
        Said::anywhere, RefusedFor::workflows, app_token},
    Row{"refusing to allow an OAuth App to create or update workflow", rejected_by_server,
        workflows_differ, "give the token the `workflow` scope", Said::anywhere,
        RefusedFor::workflows},
    Row{"User permission denied for writing", permission,
        "the user has read-only access to the repository",
        "use the token of a user with write access"},
    Row{"Cannot create ref due to creations being restricted", rejected_by_server,
        "a ruleset forbids creating it, or an immutable release has used up its name",
        "let this actor bypass the ruleset in Settings, Rules, Rulesets; or use another version "
        "if a release with this name was deleted",
        Said::anywhere, RefusedFor::creation},
    Row{"Cannot update this protected ref", rejected_by_server, "a ruleset forbids moving it",
        let_bypass, Said::anywhere, RefusedFor::rule},
    Row{"Cannot force-push to this tag", rejected_by_server, "a ruleset forbids moving it",
        let_bypass, Said::anywhere, RefusedFor::rule},
    Row{"Cannot delete this tag", rejected_by_server, "a ruleset forbids deleting it", let_bypass,
        Said::anywhere, RefusedFor::rule},
    Row{"GH013", rejected_by_server, "a repository ruleset forbids it", let_bypass, Said::anywhere,
        RefusedFor::rule},
    Row{"GH006", rejected_by_server, "it is a protected tag",
        "ask someone with the maintain role to create it, or with the admin role to delete it; the "
        "rule is in Settings, Tags"},
    Row{"GH002", invalid_input, "a name of 40 hex digits is not allowed", "choose another name"},
    Row{"is protected", rejected_by_server, "it is a protected tag",
        "allow this user to change it in the repository's settings, Tags"},
    Row{"; cannot create", invalid_input, "its name conflicts with another tag's",
        "choose another name, or delete the other tag: git cannot have both `a` and `a/b`"},
    Row{".lock': File exists", unavailable, "it is locked by another write",
        "try again in a moment; if the lock stays, it was left behind: ask the server's "
        "administrator to remove the file",
        Said::anywhere, RefusedFor::lock},
    Row{"cannot lock ref", conflict, another_moved_it, read_again},
    Row{"invalid old id sent", conflict, another_moved_it, read_again, Said::in_report},
    Row{"already exists", conflict, another_moved_it, read_again, Said::in_report},
    Row{"failed to lock", conflict, another_moved_it, read_again, Said::in_report},
    Row{"stale info", conflict, another_moved_it, read_again, Said::in_report},
    Row{"bad object refs/", rejected_by_server, "a ref on the server points to a missing object",
        "ask the server's administrator to repair the repository: `git fsck` lists such refs, and "
        "`git update-ref -d` removes one"},
    Row{"missing necessary objects", invalid_input, commit_missing, push_first, Said::in_report},
    Row{"did not receive expected object", invalid_input, commit_missing, push_first},
    Row{"bad object", invalid_input, commit_missing, push_first},
    Row{"Missing commit", invalid_input, commit_missing, push_first, Said::in_report},
    Row{"missing object", invalid_input, commit_missing, push_first, Said::in_report},
    Row{"unable to parse object", invalid_input, commit_missing, push_first},
    Row{"funny refname", invalid_input, "git does not allow this name", "choose another name"},
    Row{"fatal error in commit_refs", unavailable, "the server failed to store it",
        "try again in a moment"},
    Row{"failed to update ref", conflict, another_moved_it, read_again, Said::in_report},
    Row{"index-pack", rejected_by_server, "the server rejected the tag object",
        "read the server's message in the summary", Said::in_report},
    Row{"unpack", rejected_by_server, "the server rejected the tag object",
        "read the server's message in the summary", Said::in_report},
    Row{"hook declined", rejected_by_server, "a hook on the server declined it",
        "read the hook's message in the summary", Said::in_report},
};

/// Refused only because another ref of the same push was.
bool is_bystander(const RefStatus& ref) {
  return ref.reason.empty() || ref.reason.find("atomic") != std::string::npos ||
         ref.reason == "transaction aborted";
}

/// The ref that the push failed for; nullptr if the report names none. Git gives all refs of an
/// atomic push the same reason, and says in the side-band which one it was.
const RefStatus* culprit(const PushReport& report) {
  const auto first = [&](const auto& is_it) {
    const auto found = std::find_if(report.refs.begin(), report.refs.end(), is_it);
    return found == report.refs.end() ? nullptr : &*found;
  };
  if (const auto* ref = first([](const RefStatus& one) { return !is_bystander(one); })) return ref;
  if (const auto* ref = first([&](const RefStatus& one) {
        return report.words.find("'" + one.name + "'") != std::string::npos;
      }))
    return ref;
  return first([](const RefStatus& one) { return !one.reason.empty(); });
}

/// The line of `text` that contains `word`.
std::string_view line_with(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos) return {};
  const std::size_t start = text.find_last_of("\r\n", at);
  if (start != std::string_view::npos) text.remove_prefix(start + 1);
  return trimmed(text.substr(0, text.find_first_of("\r\n")));
}

std::string subject_of(const RefStatus* ref) {
  if (ref == nullptr) return "the push";
  std::string_view name = ref->name;
  if (name.starts_with(tags_folder)) name.remove_prefix(tags_folder.size());
  return "tag " + in_quotes(name);
}

/// The refs that were written although others were not: the server does not support atomic pushes.
std::string written_names(const PushReport& report) {
  std::string names;
  for (const RefStatus& ref : report.refs)
    if (ref.reason.empty()) names += (names.empty() ? "" : ", ") + in_quotes(ref.name);
  return names;
}

}  // namespace

PushRefusal refused_by_report(const PushReport& report) {
  const RefStatus* ref = culprit(report);
  const std::string reason = ref == nullptr ? "unpack " + report.unpack : ref->reason;
  const std::string in_report = reason + "\n" + report.unpack;
  const auto* row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) {
    return in_report.find(one.words) != std::string::npos ||
           (one.said == Said::anywhere && report.words.find(one.words) != std::string::npos);
  });
  PushRefusal refusal{{rejected_by_server, subject_of(ref) + " was refused: ",
                       "this is the server's own message: ask its administrator what it means"}};
  Error& error = refusal.error;
  if (row != rows.end()) {
    const std::string_view telling = line_with(report.words, row->words);
    error.code = row->code;
    error.message += std::string(row->meaning) + " (" +
                     printable(telling.empty() ? std::string_view(reason) : telling, 200) + ")";
    error.hint = row->hint;
    refusal.cause = row->cause;
    refusal.remedy = row->remedy;
  } else {
    error.message += printable(reason, 300);
  }
  if (const std::string written = written_names(report); !written.empty())
    error.message += "; the server does not support atomic pushes, and it wrote " + written;
  error.detail = sanitize(report.words);
  return refusal;
}

}  // namespace shiptag::adapters::git_wire
