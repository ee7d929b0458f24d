#include "adapters/github/tag_writer.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "unit/adapters/github/writer_fixture.hpp"

using namespace shiptag;
using namespace shiptag::tests;
using enum ReasonCode;

TEST_SUITE_BEGIN("adapters/github/tag_writer");

namespace {

const ports::NewTag new_tag = {
    .commit = object(id_1), .tagger = {"A", "a@b"}, .time = {12}, .message = "m\n"};
const std::vector<ports::TagUpdate> move = {{"v1", object(id_2), new_tag}};

const std::string all_moved = R"({"data":{"updateRefs":{"clientMutationId":null}}})";

std::string graphql_error(const std::string& type, const std::string& message) {
  return R"({"data":{"updateRefs":null},"errors":[{"type":")" + type + R"(","message":")" +
         message + R"("}]})";
}

ReasonCode code_of(const Expected<ports::Updated>& updated) {
  REQUIRE_FALSE(updated.has_value());
  return updated.error().code;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("tags are made one by one, and all refs moved at once from what they were") {
  WriterFixture github;
  github.repository();
  github.make_tag(R"({"sha":")" + id_3 + R"("})");
  github.make_tag(R"({"sha":")" + id_1 + R"("})");
  github.graphql(all_moved);
  const auto updated = github.writer.update({{"v1", object(id_2), new_tag},
                                             {"api/new", std::nullopt, new_tag},
                                             {"gone", object(id_2), ports::Deletion{}}},
                                            github.store);
  REQUIRE(updated.has_value());
  CHECK(updated->objects == std::vector{object(id_3), object(id_1), domain::ObjectId{}});
  const auto& sent = github.http.sent;
  CHECK(has(sent[0].body, R"("variables":{"owner":"octo","name":"app"})"));
  CHECK(sent[1].body == R"({"tag":"v1","message":"m\n","object":")" + id_1 +
                            R"(","type":"commit","tagger":{"name":"A","email":"a@b",)"
                            R"("date":"1970-01-01T00:00:12Z"}})");
  CHECK(sent[2].body.starts_with(R"({"tag":"api/new",)"));
  const std::string zero(40, '0');
  const auto update = [](const std::string& name, const std::string& from, const std::string& to) {
    return R"({"name":"refs/tags/)" + name + R"(","beforeOid":")" + from + R"(","afterOid":")" +
           to + R"(","force":true})";
  };
  CHECK(has(sent[3].body, R"("variables":{"input":{"repositoryId":"R_1","refUpdates":[)" +
                              update("v1", id_2, id_3) + "," + update("api/new", zero, id_1) + "," +
                              update("gone", id_2, zero) + "]}}"));
  CHECK(sent[3].effect == adapters::http::Effect::write);
}

TEST_CASE("a push refused for workflow files is followed by the API's way, and no other is") {
  WriterFixture github;
  github.push_refused(
      "refusing to allow a GitHub App to create or update workflow `x` without "
      "`workflows` permission");
  github.until_refs();
  github.graphql(all_moved);
  const auto updated = github.store.update(move);
  REQUIRE(updated.has_value());
  CHECK(updated->objects == std::vector{object(id_3)});

  WriterFixture other;
  other.push_refused("pre-receive hook declined", "It is Friday.\n");
  CHECK(code_of(other.store.update(move)) == rejected_by_server);
}

TEST_CASE("refused by the API as well, it is the server's refusal with both of its words") {
  for (const char* const type : {"UNPROCESSABLE", "FORBIDDEN", "SOMETHING_NEW", ""}) {
    CAPTURE(type);
    WriterFixture github;
    github.push_refused("push declined due to repository rule violations",
                        "refusing to allow a GitHub App to create or update workflow `x` without "
                        "`workflows` permission\n");
    github.until_refs();
    github.graphql(graphql_error(type, "No workflows scope"));
    github.list({id_2 + " refs/tags/v1"});
    const auto updated = github.store.update(move);
    CHECK(code_of(updated) == rejected_by_server);
    CHECK(has(updated.error().message, "refusing to allow a GitHub App"));
    CHECK(has(updated.error().detail, "refusing to allow a GitHub App"));
    CHECK(has(updated.error().detail, "No workflows scope"));
    CHECK(has(updated.error().detail, "permission-workflows: write"));
  }
}

TEST_CASE("what became of the refs is read from them, not from words") {
  struct Row {
    std::string_view name, answer;
    std::string now;  ///< What the ref is afterwards; empty: gone.
    std::optional<ReasonCode> code;
  };
  const std::string stale = graphql_error("UNPROCESSABLE", "words that nobody knows");
  const std::string untyped = graphql_error("", "words");
  const Row rows[] = {
      {"refused, someone else was first", stale, id_1, conflict},
      {"refused, someone else deleted it", stale, "", conflict},
      {"refused, as it was", stale, id_2, rejected_by_server},
      {"refused without a type, as it was", untyped, id_2, rejected_by_server},
      {"refused, since it was done before", stale, id_3, std::nullopt},
      {"an answer that says nothing, done", R"({"data":{}})", id_3, std::nullopt},
      {"no JSON, done", "<html>", id_3, std::nullopt},
      {"no JSON, someone else was first", "<html>", id_1, conflict},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    WriterFixture github;
    github.until_refs();
    github.graphql(std::string(row.answer));
    if (row.now.empty())
      github.list({});
    else
      github.list({row.now + " refs/tags/v1"});
    const auto updated = github.writer.update(move, github.store);
    CHECK(updated.has_value() == !row.code.has_value());
    if (updated)
      CHECK(updated->objects == std::vector{object(id_3)});
    else
      CHECK(updated.error().code == *row.code);
  }
}

TEST_CASE("a lost answer is asked for again, and what both did is seen in the refs") {
  WriterFixture github;
  github.until_refs();
  github.graphql_lost();
  github.graphql(graphql_error("UNPROCESSABLE", "is not what was expected"));
  github.list({id_3 + " refs/tags/v1"});
  CHECK(github.writer.update(move, github.store).has_value());
  CHECK(github.http.sent.at(2).body == github.http.sent.at(3).body);
}

TEST_CASE("a tag object whose answer is lost is made again, for it is the same one") {
  WriterFixture github;
  github.repository();
  github.make_tag("", 502);
  github.make_tag(R"({"sha":")" + id_3 + R"("})");
  github.graphql(all_moved);
  const auto updated = github.writer.update(move, github.store);
  REQUIRE(updated.has_value());
  CHECK(updated->objects == std::vector{object(id_3)});
  CHECK(github.http.sent.at(1).body == github.http.sent.at(2).body);
}

TEST_CASE("an outage leaves the tags as they were, or it is said that nobody knows") {
  const auto cut_off = [](WriterFixture& github) {
    github.until_refs();
    for (int attempt = 0; attempt < 8; ++attempt) github.graphql_lost();
  };
  WriterFixture seen;
  cut_off(seen);
  seen.list({id_2 + " refs/tags/v1"});
  const auto as_before = seen.writer.update(move, seen.store);
  CHECK(code_of(as_before) == unavailable);
  CHECK(as_before.error().message.ends_with("the tags are unchanged"));

  WriterFixture unseen;
  cut_off(unseen);
  unseen.list({}, 403);
  const auto unknown = unseen.writer.update(move, unseen.store);
  CHECK(code_of(unknown) == unavailable);
  CHECK(has(unknown.error().message, "it is not known whether the tags were written"));

  WriterFixture refused;
  refused.until_refs();
  refused.graphql(graphql_error("FORBIDDEN", "Resource not accessible by integration"));
  refused.list({}, 403);
  const auto plain = refused.writer.update(move, refused.store);
  CHECK(code_of(plain) == permission);
  CHECK_FALSE(has(plain.error().message, "not known"));
}

TEST_CASE("no ref is touched before every tag object is there") {
  struct Row {
    std::string_view name;
    int status;
    std::string_view body;
    ReasonCode code;
  };
  const Row rows[] = {
      {"no token", 401, R"({"message":"Bad credentials"})", permission},
      {"no right", 403, R"({"message":"Resource not accessible by integration"})", permission},
      {"no repository", 404, R"({"message":"Not Found"})", permission},
      {"a conflict", 409, R"({"message":"Conflict"})", rejected_by_server},
      {"no such commit", 422, R"({"message":"Object does not exist"})", rejected_by_server},
      {"an outage", 500, "", unavailable},
      {"no JSON", 201, "<html>", protocol},
      {"cut off", 201, R"({"sha":"33)", protocol},
      {"no sha", 201, "{}", protocol},
      {"nothing", 201, "", protocol},
      {"a sha of another type", 201, R"({"sha":3})", protocol},
      {"a sha that is none", 201, R"({"sha":"33"})", protocol},
      {"a sha that would delete", 201, R"({"sha":"0000000000000000000000000000000000000000"})",
       protocol},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    WriterFixture github;
    github.repository();
    const int attempts = row.code == unavailable ? 8 : 1;
    for (int i = 0; i < attempts; ++i) github.make_tag(std::string(row.body), row.status);
    CHECK(code_of(github.writer.update(move, github.store)) == row.code);
  }
}

TEST_CASE("nothing is made before the repository is known") {
  struct Row {
    std::string_view name;
    int status;
    std::string_view body;
    ReasonCode code;
  };
  const Row rows[] = {
      {"no right", 403, R"({"message":"Resource not accessible by integration"})", permission},
      {"not that can be seen", 200,
       R"({"data":{"repository":null},"errors":[{"type":"NOT_FOUND","path":["repository"],)"
       R"("message":"Could not resolve"}]})",
       permission},
      {"no data", 200, "{}", protocol},
      {"no repository", 200, R"({"data":{"repository":null}})", protocol},
      {"an id of another type", 200, R"({"data":{"repository":{"id":1}}})", protocol},
      {"no JSON", 200, "<html>", protocol},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    WriterFixture github;
    github.graphql(std::string(row.body), row.status);
    CHECK(code_of(github.writer.update(move, github.store)) == row.code);
  }
}

TEST_SUITE_END();
