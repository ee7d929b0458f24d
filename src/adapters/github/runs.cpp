#include "adapters/github/github.hpp"

#include "adapters/github/account.hpp"
#include "adapters/json/members.hpp"
#include "adapters/json/read.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

using json::Members;
using json::Value;
using Is = ports::RunState::Is;
using Need = Members::Need;

/// A page to link to; empty if there is none, or its address is invalid.
std::string page_at(Members& members, std::string_view key) {
  std::string page = members.line(key, Need::optional);
  return is_web_address(page) ? page : std::string();
}

json::Read<ports::GroupMember> read_member(const Value& object) {
  Members members(object);
  const auto run_id = json::uint64_at(object, "run_id");
  const auto name = json::optional_string_at(object, "run_name");
  ports::GroupMember member;
  member.url = page_at(members, "run_html_url");
  member.holds = members.line("status", Need::required) == "in_progress";
  if (members.fault()) return fail(*members.fault());
  if (!run_id) return fail(run_id.error());
  if (!name) return fail(name.error());
  member.run_id = std::to_string(*run_id);
  member.run_name = printable(name->value_or(""));
  return member;
}

json::Read<ports::RunState> read_run(const Value& object) {
  if (auto ok = json::check_object(object, "the response"); !ok) return fail(std::move(ok.error()));
  Members members(object);
  ports::RunState run;
  const std::string status = members.line("status", Need::required);
  if (status == "completed") run.is = Is::ended;
  if (status == "waiting" || status == "action_required") run.is = Is::waiting_for_approval;
  run.url = page_at(members, "html_url");
  run.started_at = members.timestamp("run_started_at", Need::optional);
  if (members.fault()) return fail(*members.fault());
  return run;
}

enum class Details { asked, not_asked };

std::string dispatch_body(const ports::Dispatch& dispatch, Details details) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "ref", dispatch.ref);
  json::write_key(writer, "inputs");
  writer.StartObject();
  for (const auto& [name, value] : dispatch.inputs) json::write(writer, name, value);
  writer.EndObject();
  if (details == Details::asked) json::write(writer, "return_run_details", true);
  writer.EndObject();
  return json::str(buffer);
}

/// Whether an older GitHub rejected the request for the run's details.
bool knows_no_details(const Error& error) {
  return error.code == ReasonCode::rejected_by_server &&
         error.detail.find("return_run_details") != std::string::npos;
}

}  // namespace

Expected<std::optional<std::vector<ports::GroupMember>>> GithubRuns::group(
    const std::string& name) {
  const Purpose purpose{.doing = "reading the concurrency group " + in_quotes(name),
                        .needs = "actions: read"};
  const auto pages =
      api_.get(purpose, actions_path() + "/concurrency_groups/" + path_segment(name));
  if (!pages) return fail(pages.error());
  std::vector<ports::GroupMember> group;
  for (const Document& page : *pages) {
    const auto objects = json::objects_at(page, "group_members");
    if (!objects) return fail(not_understood(purpose, objects.error().message));
    for (const Value* object : *objects) {
      auto member = read_member(*object);
      if (!member) return fail(not_understood(purpose, member.error().message));
      group.push_back(*std::move(member));
    }
  }
  if (group.empty()) return std::nullopt;
  return group;
}

Expected<std::optional<ports::RunState>> GithubRuns::find(const std::string& run_id) {
  if (!is_run_id(run_id)) return std::nullopt;
  const Purpose purpose{.doing = "looking up run " + run_id, .needs = "actions: read"};
  const auto pages = api_.get(purpose, actions_path() + "/runs/" + run_id);
  if (!pages) return fail(pages.error());
  if (pages->empty()) return std::nullopt;
  auto run = read_run(pages->front());
  if (!run) return fail(not_understood(purpose, run.error().message));
  return *std::move(run);
}

Expected<std::string> GithubRuns::start(const ports::Dispatch& dispatch) {
  const std::string path = "/workflows/" + path_segment(dispatch.workflow);
  const Purpose purpose{.doing = "starting workflow " + in_quotes(dispatch.workflow),
                        .needs = "actions: write",
                        .target = "workflow " + in_quotes(dispatch.workflow) + " in " +
                                  api_.account().run_repository};
  const std::string endpoint = actions_path() + path + "/dispatches";
  auto answer = api_.create(purpose, endpoint, dispatch_body(dispatch, Details::asked));
  if (!answer && knows_no_details(answer.error()))
    answer = api_.create(purpose, endpoint, dispatch_body(dispatch, Details::not_asked));
  if (!answer) return fail(answer.error());
  Members members(*answer);
  const std::string page = page_at(members, "html_url");
  if (members.fault()) return fail(not_understood(purpose, members.fault()->message));
  if (!page.empty()) return page;
  const Account& account = api_.account();
  return account.server_url + "/" + account.run_repository + "/actions" + path;
}

std::string GithubRuns::actions_path() const {
  return "/repos/" + api_.account().run_repository + "/actions";
}

}  // namespace shiptag::adapters::github
