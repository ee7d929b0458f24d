#include <algorithm>
#include <array>

#include "adapters/git_wire/ref_line.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/http/server_words.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

/// Where words count: a hook may say `already exists` to people about anything.
enum class Said { in_report, anywhere };

/// What a wording means. The first row that fits decides, so the telling ones stand first.
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
constexpr std::string_view read_again = "run again: what to do is decided anew from what is there";
constexpr std::string_view commit_missing = "the server does not have the commit";
constexpr std::string_view push_first = "push the branch that contains the commit first";

constexpr std::string_view workflows_differ =
    "workflow files at the commit differ from those of the branches, and this token may not write "
    "workflows";
constexpr std::string_view let_bypass =
    "let this actor bypass the ruleset, or leave this tag out of it: Settings, Rules";

/// How a workflow gets a token that may write workflows.
constexpr std::string_view app_token =
    R"(Before the step of shiptag, with a GitHub App that has these permissions in the repository:
- uses: actions/create-github-app-token@v3
  id: app-token
  with:
    client-id: ${{ vars.SHIPTAG_APP_CLIENT_ID }}
    private-key: ${{ secrets.SHIPTAG_APP_PRIVATE_KEY }}
    permission-actions: read
    permission-contents: write
    permission-deployments: write
    permission-workflows: write
In the step of shiptag:
  with:
    token: ${{ steps.app-token.outputs.token }})";

constexpr std::array rows = {
    Row{"refusing to allow a GitHub App to create or update workflow", rejected_by_server,
        workflows_differ,
        "give shiptag the token of a GitHub App that has `workflows: write`, which no "
        "`permissions:` line can give to GITHUB_TOKEN",
        Said::anywhere, RefusedFor::workflows, app_token},
    Row{"refusing to allow an OAuth App to create or update workflow", rejected_by_server,
        workflows_differ, "give the token the scope `workflow`", Said::anywhere,
        RefusedFor::workflows},
    Row{"User permission denied for writing", permission, "the user may only read the repository",
        "use a token of a user who may write to it"},
    Row{"Cannot create ref due to creations being restricted", rejected_by_server,
        "a ruleset forbids to create it, or an immutable release has used its name up",
        "allow this actor in Settings, Rules, Rulesets; or take another version if a release of "
        "this name was deleted",
        Said::anywhere, RefusedFor::creation},
    Row{"Cannot update this protected ref", rejected_by_server, "a ruleset forbids to move it",
        let_bypass, Said::anywhere, RefusedFor::rule},
    Row{"Cannot force-push to this tag", rejected_by_server, "a ruleset forbids to move it",
        let_bypass, Said::anywhere, RefusedFor::rule},
    Row{"Cannot delete this tag", rejected_by_server, "a ruleset forbids to delete it", let_bypass,
        Said::anywhere, RefusedFor::rule},
    Row{"GH013", rejected_by_server, "a ruleset of the repository forbids it", let_bypass,
        Said::anywhere, RefusedFor::rule},
    Row{"GH006", rejected_by_server, "it is a protected tag",
        "the role maintain may create it and the role admin also delete it; the rule is in "
        "Settings, Tags"},
    Row{"GH002", invalid_input, "a name of 40 hex digits is not allowed", "choose another name"},
    Row{"is protected", rejected_by_server, "it is a protected tag",
        "let this user change it in the repository's settings, Tags"},
    Row{"; cannot create", invalid_input,
        "another tag stands where git needs a folder, or below it",
        "choose another name, or delete the other tag: git cannot hold `a` and `a/b` together"},
    Row{".lock': File exists", unavailable, "another write has it locked",
        "try again in a moment; a lock that stays was left behind: who runs the server removes the "
        "file",
        Said::anywhere, RefusedFor::lock},
    Row{"cannot lock ref", conflict, another_moved_it, read_again},
    Row{"invalid old id sent", conflict, another_moved_it, read_again, Said::in_report},
    Row{"already exists", conflict, another_moved_it, read_again, Said::in_report},
    Row{"failed to lock", conflict, another_moved_it, read_again, Said::in_report},
    Row{"stale info", conflict, another_moved_it, read_again, Said::in_report},
    Row{"bad object refs/", rejected_by_server,
        "a ref on the server names an object that is missing",
        "have the repository repaired on the server: `git fsck` names such refs, and "
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
    Row{"index-pack", rejected_by_server, "the server found fault with the tag object",
        "the server's words say with what", Said::in_report},
    Row{"unpack", rejected_by_server, "the server found fault with the tag object",
        "the server's words say with what", Said::in_report},
    Row{"hook declined", rejected_by_server, "a hook of the server declined it",
        "the hook's words say why", Said::in_report},
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

/// The line of `text` that `word` stands in.
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

/// The refs that were written although others were not: the server knows no atomic push.
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
                       "the words are the server's: its administrator knows what they mean"}};
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
    error.message += "; the server cannot push atomically and did write " + written;
  error.detail = http::sanitize(report.words);
  return refusal;
}

}  // namespace shiptag::adapters::git_wire
