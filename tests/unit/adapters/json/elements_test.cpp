#include "adapters/json/read.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::json;

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
