#include "adapters/git_wire/push.hpp"

#include <algorithm>

#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using Kind = Reply::Kind;
using Outcome = std::optional<Expected<ports::Updated>>;

Outcome failed(Error error) {
  return Expected<ports::Updated>(fail(std::move(error)));
}

/// What `report` says of each of `commands`.
enum class PushVerdict { all_written, refused, incomplete };

PushVerdict verdict_of(const PushReport& report, const std::vector<PushCommand>& commands) {
  const auto is_refused = [](const RefStatus& ref) { return !ref.reason.empty(); };
  if (report.unpack != "ok" || std::any_of(report.refs.begin(), report.refs.end(), is_refused))
    return PushVerdict::refused;
  const auto is_reported = [&](const PushCommand& command) {
    const std::string name = std::string(tags_folder) + command.name;
    return std::any_of(report.refs.begin(), report.refs.end(),
                       [&](const RefStatus& ref) { return ref.name == name; });
  };
  return std::all_of(commands.begin(), commands.end(), is_reported) ? PushVerdict::all_written
                                                                    : PushVerdict::incomplete;
}

}  // namespace

Expected<ports::Updated> Push::run() {
  if (session_.version() == Version::zero)
    if (const auto ok = discover(); !ok) return fail(ok.error());
  while (true) {
    ++attempts_;
    const Reply answer = send();
    if (auto outcome = after(answer)) return std::move(*outcome);
  }
}

Reply Push::send() {
  const Capabilities capabilities = advertised_ ? *advertised_ : usual_push_capabilities();
  const ServiceRequest request{.path = "/git-receive-pack",
                               .content_type = "application/x-git-receive-pack-result",
                               .body = push_body(request_, capabilities),
                               .effect = http::Effect::write};
  return session_.once(request, reader_);
}

/// Asks what the server can do, for a server that does not accept a push without being asked first.
Expected<void> Push::discover() {
  AdvertisementReader advertisement;
  const ServiceRequest request{.path = "/info/refs?service=git-receive-pack",
                               .content_type = "application/x-git-receive-pack-advertisement"};
  const Reply answer = session_.persistently(request, advertisement);
  if (answer.kind != Kind::whole) return fail(answer.error);
  advertised_ = advertisement.capabilities();
  if (!advertised_->has("report-status"))
    return fail(ReasonCode::protocol, session_.url() + " does not report the result of a push",
                "upgrade git on the server: it is too old");
  if (request_.commands.size() > 1 && !advertised_->has("atomic"))
    session_.debug(session_.url() + " does not support atomic pushes");
  return {};
}

Outcome Push::after(const Reply& answer) {
  switch (answer.kind) {
    case Kind::whole:
      return after_report();
    case Kind::refused:
      return failed(answer.error);
    case Kind::busy:
    case Kind::not_sent:
      return again(answer);
    case Kind::wants_discovery:
      if (advertised_) return failed(answer.error);
      session_.debug(answer.error.message + "; asking what the server can do");
      if (const auto ok = discover(); !ok) return failed(ok.error());
      return std::nullopt;
    case Kind::truncated:
    case Kind::malformed:
    case Kind::server_error:
    case Kind::disconnected:
      break;
  }
  return after_unknown(answer);
}

Outcome Push::after_report() {
  const PushReport& report = reader_.report();
  const PushVerdict verdict = verdict_of(report, request_.commands);
  if (verdict == PushVerdict::all_written) return updated();
  if (verdict == PushVerdict::incomplete)
    return after_unknown(
        {Kind::malformed,
         {ReasonCode::protocol, session_.url() + " does not report the result for every tag"}});
  PushRefusal refusal = refused_by_report(report);
  Error& error = refusal.error;
  if (refusal.cause == RefusedFor::lock) return again({Kind::busy, std::move(error)});
  if (error.code == ReasonCode::unavailable)
    return after_unknown({Kind::server_error, std::move(error)});
  // An earlier attempt that got no response may be the one that we lost the race to.
  if (error.code == ReasonCode::conflict && uncertain_) {
    const auto found = verify_refs(store_, request_.commands);
    if (found && *found == Found::as_wanted) return updated();
  }
  refusal_ = std::move(refusal);
  return failed(refusal_->error);
}

/// Nothing is sent again until the refs are known to be unchanged.
Outcome Push::after_unknown(const Reply& answer) {
  uncertain_ = true;
  session_.debug(answer.error.message + "; checking whether the tags were written");
  const auto found = verify_refs(store_, request_.commands);
  if (!found) return failed(unknown_outcome(answer.error));
  switch (*found) {
    case Found::as_wanted:
      return updated();
    case Found::as_before:
      break;
    case Found::otherwise:
      return failed(
          unknown_outcome({ReasonCode::conflict,
                           answer.error.message + ", and the tags were changed in the meantime"}));
  }
  // An old server may also respond with a server error because it was not asked first.
  if (!advertised_ && answer.may_be_of_old_server())
    if (const auto ok = discover(); !ok) return failed(ok.error());
  return again(answer);
}

Outcome Push::again(const Reply& answer) {
  if (session_.pause(attempts_, answer)) return std::nullopt;
  return failed(answer.error);
}

ports::Updated Push::updated() const {
  ports::Updated updated;
  for (const PushCommand& command : request_.commands) updated.objects.push_back(command.new_id);
  updated.server_messages = harmless_lines(reader_.report().words);
  return updated;
}

}  // namespace shiptag::adapters::git_wire
