#include "adapters/git_wire/http_tag_store.hpp"

#include "adapters/git_objects/pack.hpp"
#include "adapters/git_objects/tag_object.hpp"
#include "adapters/git_wire/ls_refs.hpp"
#include "adapters/git_wire/push.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::git_wire {
namespace {

using Kind = Reply::Kind;

constexpr std::string_view upload_pack = "/git-upload-pack";
constexpr std::string_view upload_pack_result = "application/x-git-upload-pack-result";

ServiceRequest upload_request(std::string body, Version version) {
  return {.path = std::string(upload_pack),
          .content_type = std::string(upload_pack_result),
          .body = std::move(body),
          .version = version};
}

Fetch fetch_of(const std::vector<ports::TagRef>& tags) {
  Fetch fetch;
  for (const ports::TagRef& tag : tags) {
    if (!tag.is_annotated()) continue;
    fetch.tags.push_back(tag.object);
    fetch.commits.push_back(tag.commit);
  }
  return fetch;
}

std::vector<std::string> names_of(const std::vector<ports::TagRef>& tags) {
  std::vector<std::string> names;
  names.reserve(tags.size());
  for (const ports::TagRef& tag : tags) names.push_back(tag.name);
  return names;
}

/// The error for `conflict` if no change of the refs explains it.
Error no_race(const Error& conflict) {
  Error error = conflict;
  error.code = ReasonCode::rejected_by_server;
  error.message += ", but the server still lists it unchanged";
  error.hint =
      "ask the server's administrator to run `git fsck` on the repository: a ref whose object is "
      "missing is not listed, but blocks every push";
  return error;
}

}  // namespace

Expected<void> HttpTagStore::list(const std::vector<std::string>& prefixes, ports::TagSink& sink) {
  sink.begin();
  if (prefixes.empty()) return {};
  auto body = ls_refs_request(prefixes);
  if (!body) return fail(body.error());
  AdvertisementReader advertisement(prefixes, sink);
  if (session_.version() == Version::zero) return session_.discover(advertisement);
  LsRefsReader reader(prefixes, sink);
  const auto spoken =
      session_.ask(upload_request(std::move(*body), Version::two), reader, advertisement);
  if (!spoken) return fail(spoken.error());
  return {};  // In version 0 the advertisement was the listing.
}

Expected<std::vector<ports::TagObject>> HttpTagStore::read(const std::vector<ports::TagRef>& tags) {
  const Fetch wanted = fetch_of(tags);
  std::vector<ports::TagObject> objects(tags.size());
  if (wanted.tags.empty()) return objects;
  const auto pack = fetch(tags, wanted);
  if (!pack) return fail(pack.error());
  const auto raw = git_objects::read_pack(*pack, wanted.tags, [&] { return session_.may_go_on(); });
  if (!raw) return fail(raw.error());
  auto next = raw->begin();
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (!tags[i].is_annotated()) continue;
    auto parsed = git_objects::parse_tag(*next++);
    if (!parsed) return fail(while_doing("reading tag " + in_quotes(tags[i].name), parsed.error()));
    objects[i] = std::move(parsed->object);
  }
  return objects;
}

Expected<std::string> HttpTagStore::fetch(const std::vector<ports::TagRef>& tags, Fetch fetch) {
  PackReader reader(git_objects::longest_tag_object * fetch.tags.size());
  auto fetched = fetch_once(fetch, reader);
  if (!fetched && reader.is_not_our_ref()) {
    if (const auto ok = check_still(tags); !ok) return fail(ok.error());
    fetched = fetch_once(fetch, reader);
  }
  if (!fetched && reader.is_too_long()) {
    // The server does not know a commit that we said we have, and sent its whole history.
    const auto depth = shallowest();
    if (!depth) return fail(depth.error());
    fetch.depth = *depth;
    fetched = fetch_once(fetch, reader);
  }
  if (!fetched) return fail(fetched.error());
  return reader.pack();
}

/// Whether `tags` are unchanged, although the server does not know one of their objects.
Expected<void> HttpTagStore::check_still(const std::vector<ports::TagRef>& tags) {
  NamedRefs refs;
  if (const auto ok = list(names_of(tags), refs); !ok) return fail(ok.error());
  for (const ports::TagRef& tag : tags)
    if (refs.object(tag.name) != tag.object)
      return fail(ReasonCode::conflict,
                  "tag " + in_quotes(tag.name) + " was moved while it was being read",
                  "run again: shiptag starts over from the current tags");
  return {};
}

Expected<void> HttpTagStore::fetch_once(const Fetch& fetch, PackReader& reader) {
  AdvertisementReader advertisement;
  const auto spoken =
      session_.ask(upload_request(fetch_request_v2(fetch), Version::two), reader, advertisement);
  if (!spoken) return fail(spoken.error());
  if (*spoken == Version::two) return {};
  const std::string body = fetch_request_v0(fetch, session_.capabilities());
  const Reply answer = session_.persistently(upload_request(body, Version::zero), reader);
  if (answer.kind != Kind::whole) return fail(answer.error);
  return {};
}

/// The least that can be requested where the tags alone cannot.
Expected<Depth> HttpTagStore::shallowest() {
  if (session_.version() != Version::zero) {
    AdvertisementReader advertisement;
    if (const auto ok = session_.discover(advertisement); !ok) return fail(ok.error());
  }
  const Capabilities& can = session_.capabilities();
  return can.has("filter") || can.lists("fetch", "filter") ? Depth::treeless : Depth::one;
}

Expected<ports::Updated> HttpTagStore::update(const std::vector<ports::TagUpdate>& updates) {
  if (updates.empty()) return ports::Updated{};
  auto request = make_push(updates);
  if (!request) return fail(request.error());
  Push push(session_, *this, std::move(*request));
  auto pushed = push.run();
  if (pushed || !push.refusal()) return pushed;
  session_.debug(pushed.error().message);
  if (pushed.error().code == ReasonCode::conflict && is_refused_again(updates))
    return fail(no_race(pushed.error()));
  return after_refusal(*push.refusal(), updates, *this, fallback_);
}

/// Whether the server has refused this update often, although it always listed the expected refs.
bool HttpTagStore::is_refused_again(const std::vector<ports::TagUpdate>& updates) {
  constexpr int often = 5;  // A copy of the repository that lags behind has caught up by then.
  std::string expected;
  for (const ports::TagUpdate& update : updates)
    expected += update.name + ' ' + (update.expected ? update.expected->hex() : "") + '\n';
  times_refused_ = expected == refused_ ? times_refused_ + 1 : 1;
  refused_ = std::move(expected);
  return times_refused_ >= often;
}

Expected<void> HttpTagStore::check_writable() {
  AdvertisementReader advertisement;
  const ServiceRequest request{.path = "/info/refs?service=git-receive-pack",
                               .content_type = "application/x-git-receive-pack-advertisement",
                               .wanted = http::Wanted::nothing};
  const Reply answer = session_.persistently(request, advertisement);
  if (answer.kind != Kind::whole) return fail(answer.error);
  return {};
}

}  // namespace shiptag::adapters::git_wire
