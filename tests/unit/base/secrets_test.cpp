#include "base/secrets.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

namespace shiptag {
namespace {

// Plainly no token, with what base64, URLs, JSON and HTML write in another way.
const std::string token = "ghx_NotAReal+Token/0123456789=abc";
const std::string odd = "not\"a<real>&'token\\";

std::string redacted(std::string_view text) {
  Secrets secrets;
  secrets.add(token);
  secrets.add(odd);
  return secrets.redact(text);
}

struct Row {
  std::string what, text, shown;
};

}  // namespace

TEST_CASE("a secret is not shown in any form") {
  for (const Row& row : std::vector<Row>{
           {"as it is", "Bearer " + token, "Bearer ***"},
           {"at both ends", std::string(token).append(" ").append(odd), "*** ***"},
           {"twice in a row", token + token, "***"},
           {"in base64", "Z2h4X05vdEFSZWFsK1Rva2VuLzAxMjM0NTY3ODk9YWJj", "***"},
           {"one byte further", "YWdoeF9Ob3RBUmVhbCtUb2tlbi8wMTIzNDU2Nzg5PWFiYw==", "YW***w=="},
           {"two bytes further", "YWJnaHhfTm90QVJlYWwrVG9rZW4vMDEyMzQ1Njc4OT1hYmM=", "YWJ***M="},
           {"Basic, as it is sent",
            "Basic eC1hY2Nlc3MtdG9rZW46Z2h4X05vdEFSZWFsK1Rva2VuLzAxMjM0NTY3ODk9YWJj!",
            "Basic eC1hY2Nlc3MtdG9rZW46***!"},
           {"in base64 that goes on",
            "YWdoeF9Ob3RBUmVhbCtUb2tlbi8wMTIzNDU2Nzg5PWFiYwo=", "YW***wo="},
           {"with a URL's escapes", "ghx_NotAReal%2BToken%2F0123456789%3Dabc", "***"},
           {"with a URL's in small letters", "ghx_NotAReal%2bToken%2f0123456789%3dabc", "***"},
           {"with some of a URL's", "ghx_NotAReal%2BToken/0123456789=abc", "***"},
           {"with a URL's, twice", "ghx_NotAReal%252BToken%252F0123456789%253Dabc", "***"},
           {"base64 with a URL's escapes", "%5aR%3D%3D Z2h4X05vdEFSZWFsK1Rva2Vu", "%5aR%3D%3D ***"},
           {"with JSON's escapes", R"({"a":"not\"a<real>&'token\\"})", R"({"a":"***"})"},
           {"with JSON's for HTML", R"("not\"a\u003creal\u003E\u0026\u0027token\\")", R"("***")"},
           {"with HTML's", "<b>not&quot;a&lt;real&gt;&amp;&#x27;token\\</b>", "<b>***</b>"},
           {"with HTML's by number", "not&#34;a&#60;real&#62;&#38;&#39;token&#92;.", "***."},
           {"with HTML's, then ours", "not&#38;quot;a&#38;lt;real&#38;gt;&#38;amp;'token&#92;",
            "***"},
       }) {
    CAPTURE(row.what);
    CHECK(redacted(row.text) == row.shown);
  }
}

TEST_CASE("what is cut out of a secret is not shown either") {
  for (const Row& row : std::vector<Row>{
           {"its first half", "token=ghx_NotAReal+Tok…", "token=***…"},
           {"its second half", "…oken/0123456789=abc'", "…***'"},
           {"8 characters", "Real+Tok", "***"},
           {"fewer, which could be anything", "Real+To", "Real+To"},
           {"half of its base64", "Z2h4X05vdEFSZWFsK1Rv\nxyz", "***\nxyz"},
           {"half of a short one", "a<real>&'", "***"},
           {"an escape that the cut went through", "ghx_NotAReal%2", "***%2"},
       }) {
    CAPTURE(row.what);
    CHECK(redacted(row.text) == row.shown);
  }
}

TEST_CASE("what is no secret is shown as it is") {
  for (const std::string text :
       {"", "GHX_NOTAREAL+TOKEN/", "eC1hY2Nlc3MtdG9rZW46", "100% & \\ &amp; %41",
        "abcdef0123456fed0123456fed0123456fabcdef", "\xff\xfe \xc3\xa9"}) {
    CAPTURE(text);
    CHECK(redacted(text) == text);
  }
}

TEST_CASE("no half of an escape or of a character is left") {
  Secrets secrets;
  secrets.add("nabcdefghijkl");
  secrets.add("\xc3\xa9tes-vous");
  CHECK(secrets.redact(R"({"a":"x\nabcdefghijkl"})") == R"({"a":"x***"})");
  CHECK(secrets.redact(R"("\u00E9tes-vous")") == R"("***")");
  CHECK(secrets.redact("\xc5\xa9tes-vous") == "***");
}

TEST_CASE("a secret counts from 4 characters on, and a short one as a whole") {
  Secrets secrets;
  for (const std::string_view secret : {"", "abc", "hush", "eightyes"}) secrets.add(secret);
  CHECK(secrets.redact("abc hush hus eightyes eightye") == "abc *** hus *** eightye");
  CHECK_FALSE(secrets.are_in("abc"));
  CHECK(secrets.are_in("hush"));
  CHECK(secrets.are_in("aHVzaA=="));
  CHECK_FALSE(Secrets().are_in("hush"));
}

TEST_CASE("a secret with escapes of its own is found where the text around it is escaped") {
  Secrets secrets;
  secrets.add("%41bc\"&amp;def");
  CHECK(secrets.redact(R"("%41bc\"&amp;def")") == R"("***")");
  CHECK(secrets.redact("%2541bc%22%26amp%3Bdef") == "***");
  CHECK(secrets.redact("%41bc&quot;&amp;amp;def.") == "***.");
}

}  // namespace shiptag
