#include "adapters/github/api.hpp"

#include <algorithm>

#include "adapters/http/url.hpp"
#include "adapters/json/write.hpp"
#include "base/text.hpp"

namespace shiptag::adapters::github {
namespace {

/// Whether one of the parameters after an address is `rel="next"`, alone or among others.
bool is_next(std::string_view parameters) {
  parameters = trimmed(parameters);
  if (parameters.ends_with(',')) parameters.remove_suffix(1);  // Another address follows.
  for (std::string_view parameter : split(parameters, ';')) {
    parameter = trimmed(parameter);
    if (!parameter.starts_with("rel=")) continue;
    parameter.remove_prefix(4);
    if (parameter.starts_with('"') && parameter.ends_with('"') && parameter.size() > 1)
      parameter = parameter.substr(1, parameter.size() - 2);
    const auto words = split(parameter, ' ');
    return std::find(words.begin(), words.end(), "next") != words.end();
  }
  return false;
}

using Done = RequestFailure::Done;

constexpr std::size_t longest_pages = 2 * AnswerSink::longest;  ///< Bytes of all pages together.

bool is_absent(const Answer& answer) {
  return answer.head.status == 404 || answer.head.status == 422;
}

bool may_repeat(Repeat repeat, const RequestFailure& failure) {
  return failure.done == Done::nothing ||
         (failure.done == Done::unknown && repeat != Repeat::creates);
}

/// What a person should know about a request that is not sent again.
Error last_word(Repeat repeat, RequestFailure failure) {
  if (repeat == Repeat::creates && failure.done == Done::unknown) {
    failure.error.message += "; it is not known whether it took effect";
    failure.error.hint = "run again: what was already written is recognized";
  }
  return std::move(failure.error);
}

Expected<Document> parsed(const Purpose& purpose, const Answer& answer) {
  auto document = json::parse(answer.body, AnswerSink::longest);
  if (!document) return fail(not_understood(purpose, document.error().message));
  return *std::move(document);
}

void make_post(http::Request& request, std::string body, http::Effect effect) {
  request.method = http::Method::post;
  request.effect = effect;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
}

std::string graphql_body(const Query& query) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write(writer, "query", query.document);
  json::write_object(writer, "variables", query.variables);
  writer.EndObject();
  return json::str(buffer);
}

/// The first of `errors` that counts, given what may be gone; nullptr if none does.
const GraphqlError* first_fault(const std::vector<GraphqlError>& errors, const Query& query) {
  const auto at = std::ranges::find_if(errors, [&](const GraphqlError& error) {
    const bool is_gone =
        error.type == "NOT_FOUND" &&
        std::ranges::find(query.may_be_gone, error.field) != query.may_be_gone.end();
    return !is_gone;
  });
  return at == errors.end() ? nullptr : &*at;
}

}  // namespace

Expected<std::optional<std::string>> next_page(std::string_view url, std::string_view link) {
  for (;;) {
    const std::size_t open = link.find('<');
    const std::size_t close = link.find('>', std::min(open, link.size()));
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view target = link.substr(open + 1, close - open - 1);
    link.remove_prefix(close + 1);
    if (!is_next(link.substr(0, link.find('<')))) continue;
    auto next = http::redirect_target(url, target);
    if (!next) return fail(while_doing("the next page", std::move(next.error())));
    return *std::move(next);
  }
}

Api::Api(const World& world, Account account)
    : account_(std::move(account)), http_(world, account_.time_limit) {}

Expected<std::vector<Document>> Api::get(const Purpose& purpose, const std::string& path) {
  constexpr std::size_t most_pages = 10;
  const Purpose whole = completed(purpose);
  const auto classify = [&](const Answer& answer) {
    return is_absent(answer) ? std::nullopt : failure_of(whole, answer, http_.now());
  };
  std::vector<Document> pages;
  std::size_t bytes = 0;
  std::optional<std::string> url = account_.api_url + path;
  while (url) {
    if (pages.size() == most_pages) return fail(not_understood(whole, "it has more than 10 pages"));
    const auto answer = send(whole, request_to(*url), Repeat::reads, classify);
    if (!answer) return fail(answer.error());
    if (is_absent(*answer)) break;
    bytes += answer->body.size();
    if (bytes > longest_pages) return fail(not_understood(whole, "its pages exceed 16 MiB"));
    auto document = parsed(whole, *answer);
    if (!document) return fail(std::move(document.error()));
    pages.push_back(*std::move(document));
    auto next = next_page(*url, answer->head.header("link"));
    if (!next) return fail(not_understood(whole, next.error().message));
    url = *std::move(next);
  }
  return pages;
}

Expected<Document> Api::create(const Purpose& purpose, const std::string& path, std::string body,
                               Repeat repeat) {
  const Purpose whole = completed(purpose);
  http::Request request = request_to(account_.api_url + path);
  make_post(request, std::move(body), http::Effect::write);
  const auto answer = send(whole, request, repeat,
                           [&](const Answer& got) { return failure_of(whole, got, http_.now()); });
  if (!answer) return fail(answer.error());
  if (answer->body.empty()) return Document();
  return parsed(whole, *answer);
}

Expected<Document> Api::graphql(const Purpose& purpose, const Query& query) {
  const Purpose whole = completed(purpose);
  http::Request request = request_to(account_.graphql_url);
  const bool reads = query.repeat == Repeat::reads;
  make_post(request, graphql_body(query), reads ? http::Effect::read : http::Effect::write);
  Document document;
  const auto classify = [&](const Answer& answer) -> std::optional<RequestFailure> {
    const Timestamp now = http_.now();
    if (auto failure = failure_of(whole, answer, now)) return failure;
    auto read = parsed(whole, answer);
    if (!read) return RequestFailure{Done::final, std::move(read.error())};
    const auto errors = graphql_errors(*read);
    if (!errors) return RequestFailure{Done::final, not_understood(whole, errors.error().message)};
    if (const GraphqlError* fault = first_fault(*errors, query))
      return failure_of(whole, *fault, answer.head, now);
    document = *std::move(read);
    return std::nullopt;
  };
  if (const auto answer = send(whole, request, query.repeat, classify); !answer)
    return fail(answer.error());
  return document;
}

/// Sends `request` until `classify` accepts the response, or it is hopeless.
Expected<Answer> Api::send(const Purpose& purpose, const http::Request& request, Repeat repeat,
                           const Classify& classify) {
  for (int attempts = 1;; ++attempts) {
    AnswerSink sink;
    const auto sent = http_.send(request, sink);
    Answer answer = sink.take();
    auto failure = sent ? classify(answer) : failure_of(purpose, sent.error());
    if (!failure) return answer;
    if (!may_repeat(repeat, *failure) ||
        !http_.pause(attempts, failure->asked_to_wait, failure->error.message))
      return fail(last_word(repeat, *std::move(failure)));
  }
}

http::Request Api::request_to(const std::string& url) const {
  http::Request request;
  request.url = url;
  // Half of it, so that a request that gets no response can be sent again.
  request.timeout = account_.time_limit / 2;
  request.headers = {{"User-Agent", "shiptag/" SHIPTAG_VERSION},
                     {"Accept", "application/vnd.github+json"},
                     {"X-GitHub-Api-Version", "2022-11-28"},
                     {"Authorization", "Bearer " + account_.token}};
  return request;
}

Purpose Api::completed(Purpose purpose) const {
  if (purpose.target.empty()) purpose.target = "repository " + account_.repository;
  return purpose;
}

}  // namespace shiptag::adapters::github
