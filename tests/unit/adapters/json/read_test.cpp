#include "adapters/json/read.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

using namespace shiptag;
using namespace shiptag::adapters;
using namespace shiptag::adapters::json;

namespace {

constexpr std::size_t read_limit = 1024UL * 1024;

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("JSON that is no JSON, or of a hostile shape, is refused with the fault") {
  struct Row {
    std::string name;
    std::string text;
    const char* fault;
  };
  const std::vector<Row> rows = {
      {"nothing", "", "invalid JSON at byte 0"},
      {"cut off", R"({"a":"b)", "invalid JSON at byte 7"},
      {"something behind", "{} {}", "invalid JSON at byte 3"},
      {"a NUL and something behind", std::string("{}\0{}", 5), "NUL at byte 2"},
      {"a NUL in a string", std::string("\"a\0b\"", 5), "NUL at byte 2"},
      {"a bare control character", "\"a\nb\"", "invalid JSON"},
      {"invalid UTF-8", "\"\xff\"", "not UTF-8"},
      {"a surrogate in UTF-8", "\"\xed\xa0\x80\"", "not UTF-8"},
      {"UTF-16", std::string("{\0}\0", 4), "NUL at byte 1"},
      {"a byte order mark twice", "\xef\xbb\xbf\xef\xbb\xbf{}", "invalid JSON"},
      {"half a surrogate pair", R"("\ud800")", "invalid JSON"},
      {"the other half", R"("\udc00")", "an unpaired surrogate"},
      {"half a pair in a name", R"([{"\udc00":1}])", "an unpaired surrogate"},
      {"half a pair and a letter", R"("\ud800\u0041")", "invalid JSON"},
      {"NaN", R"({"a":NaN})", "invalid JSON"},
      {"Infinity", "[Infinity]", "invalid JSON"},
      {"a number beyond a double", "[1e999]", "invalid JSON"},
      {"a leading zero", "[01]", "invalid JSON"},
      {"a comment", "/* */ {}", "invalid JSON"},
      {"a comma too many", "[1,]", "invalid JSON"},
      {"33 arrays", repeated("[", 33) + repeated("]", 33), "nested more than 32 levels deep"},
      {"100000 arrays", repeated("[", 100000), "nested more than 32 levels deep"},
      {"100000 objects", repeated(R"({"a":)", 100000), "nested more than 32 levels deep"},
      {"a member twice", R"({"a":1,"b":2,"a":3})", "member 'a' appears twice"},
      {"a member twice, escaped", R"({"a":1,"\u0061":2})", "member 'a' appears twice"},
      {"a member twice, deep", R"([{"x":{"a":1,"a":2}}])", "member 'a' appears twice"},
      {"too long", "\"" + repeated("x", read_limit) + "\"", "the limit is 1048576"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto document = json::parse(row.text, read_limit);
    REQUIRE_FALSE(document);
    CHECK_MESSAGE(contains(document.error().message, row.fault), document.error().message);
  }
}

TEST_CASE("JSON of a harmless shape is read") {
  const std::vector<std::string> rows = {
      "{}",
      " [1, 2.5, -3e2, true, null] ",
      repeated("[", 32) + repeated("]", 32),
      "\"" + repeated("[", 100) + R"(\"{{{)" + "\"",
      R"("\ud83d\ude80 \u0000")",
      R"([{"a":1},{"a":2}])",
  };
  for (const std::string& text : rows) {
    CAPTURE(text);
    CHECK(json::parse(text, read_limit));
  }
}

TEST_CASE("a member is read as its type and no other") {
  const auto document = json::parse(
      R"({"text":"é","empty":"","big":18446744073709551615,"over":18446744073709551616,)"
      R"("minus":-1,"half":0.5,"whole":1.0,"yes":true,"list":[1],"map":{},"none":null})",
      read_limit);
  REQUIRE(document);
  const json::Value& object = *document;

  CHECK(json::string_at(object, "text").value() == "é");
  CHECK(json::string_at(object, "empty").value().empty());
  CHECK(json::uint64_at(object, "big").value() == 18446744073709551615u);
  CHECK(json::bool_at(object, "yes").value());
  CHECK(json::array_at(object, "list").value()->Size() == 1);
  CHECK(json::object_at(object, "map").value()->MemberCount() == 0);

  const auto error_of = [](const auto& result) {
    return result ? std::string("no error") : result.error().message;
  };
  CHECK(error_of(json::string_at(object, "list")) == "member 'list' is an array, not a string");
  CHECK(error_of(json::string_at(object, "no such")) == "member 'no such' is missing");
  CHECK(error_of(json::string_at(object, "none")) == "member 'none' is missing");
  CHECK(error_of(json::uint64_at(object, "text")) ==
        "member 'text' is a string, not a whole number");
  for (const char* key : {"over", "minus", "half", "whole"}) {
    CAPTURE(key);
    CHECK(contains(error_of(json::uint64_at(object, key)), "not a whole number from 0 to 2^64-1"));
  }
  CHECK(error_of(json::bool_at(object, "text")) == "member 'text' is a string, not a boolean");
  CHECK(error_of(json::array_at(object, "map")) == "member 'map' is an object, not an array");
  CHECK(error_of(json::object_at(object, "yes")) == "member 'yes' is a boolean, not an object");
  CHECK(error_of(json::array_at(object, "no such")) == "member 'no such' is missing");
}

TEST_CASE("an optional member may be missing or null, not of another type") {
  const auto document = json::parse(R"({"none":null,"number":1})", read_limit);
  REQUIRE(document);
  for (const char* key : {"none", "no such"}) {
    CAPTURE(key);
    CHECK_FALSE(json::optional_string_at(*document, key).value());
    CHECK_FALSE(json::optional_uint64_at(*document, key).value());
    CHECK_FALSE(json::optional_bool_at(*document, key).value());
    CHECK(json::optional_array_at(*document, key).value() == nullptr);
    CHECK(json::optional_object_at(*document, key).value() == nullptr);
  }
  CHECK_FALSE(json::optional_string_at(*document, "number"));
  CHECK_FALSE(json::optional_bool_at(*document, "number"));
  CHECK_FALSE(json::optional_array_at(*document, "number"));
  CHECK_FALSE(json::optional_object_at(*document, "number"));
  CHECK(json::optional_uint64_at(*document, "number").value() == 1u);
}

TEST_CASE("what is no object has no members") {
  for (const char* text : {"[]", "1", "null", "\"a\""}) {
    CAPTURE(text);
    const auto document = json::parse(text, read_limit);
    REQUIRE(document);
    CHECK_FALSE(json::string_at(*document, "a"));
    CHECK_FALSE(json::check_object(*document, "the document"));
  }
}

TEST_SUITE_BEGIN("adapters/json/elements");

namespace {

rapidjson::Document read(std::string_view text) {
  return parse(text, 1000).value();
}

}  // namespace

TEST_CASE("the objects of an array come in order, without the nulls") {
  const auto array = read(R"([{"a":"1"},null,{"a":"2"}])");
  const auto objects = objects_in(array, "the list");
  REQUIRE(objects.has_value());
  REQUIRE(objects->size() == 2);
  CHECK(string_at(*objects->at(0), "a").value() == "1");
  CHECK(string_at(*objects->at(1), "a").value() == "2");
}

TEST_CASE("what is not an array of objects is named") {
  struct Row {
    std::string_view json, fault;
  };
  const Row rows[] = {
      {R"({"list":{}})", "member 'list' is an object, not an array"},
      {R"({"list":[{},1]})", "an element of member 'list' is a number, not an object"},
      {R"({"list":[[]]})", "an element of member 'list' is an array, not an object"},
      {R"({"list":null})", "member 'list' is missing"},
      {R"({})", "member 'list' is missing"},
      {R"([])", "member 'list' is missing"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const auto document = read(row.json);
    const auto objects = objects_at(document, "list");
    REQUIRE_FALSE(objects.has_value());
    CHECK(objects.error().message == row.fault);
  }
  const auto number = read("1");
  CHECK(objects_in(number, "the answer").error().message == "the answer is not an array");
}

TEST_CASE("the first string of an array is had only where there is one") {
  struct Row {
    std::string_view json, first;
  };
  const Row rows[] = {{R"({"path":["a","b"]})", "a"},
                      {R"({"path":["a",1]})", "a"},
                      {R"({"path":[1,"a"]})", ""},
                      {R"({"path":[]})", ""},
                      {R"({"path":"a"})", ""},
                      {R"({"path":null})", ""},
                      {R"({})", ""},
                      {R"([])", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(first_string_at(read(row.json), "path") == row.first);
  }
}

TEST_SUITE_END();
