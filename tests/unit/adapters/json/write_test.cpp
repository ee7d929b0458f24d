#include "adapters/json/write.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace shiptag;
using namespace shiptag::adapters::json;

TEST_SUITE_BEGIN("adapters/json/write");

TEST_CASE("an object that is written already becomes a member as it is") {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write_object(writer, "a", R"({"b":[1.50]})");
  write(writer, "c", true);
  writer.EndObject();
  CHECK(str(buffer) == R"({"a":{"b":[1.50]},"c":true})");
}

TEST_CASE("a value read is written without white space, its members in order") {
  const auto document = parse("{ \"b\" : [ 1, 1.5, null, true ],\n \"a\" : \"\\u00e9\\n\" }", 1000);
  REQUIRE(document.has_value());
  CHECK(text_of(*document) == "{\"b\":[1,1.5,null,true],\"a\":\"é\\n\"}");
}

TEST_SUITE_END();
