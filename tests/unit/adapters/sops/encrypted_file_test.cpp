#include "adapters/sops/encrypted_file.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

namespace shiptag::adapters::sops {
namespace {

const std::string enc = "ENC[AES256_GCM,data:or8a,iv:Ap3g/w==,tag:VxQ=,type:str]";

/// `text` with an encrypted value for each `@`.
std::string filled(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '@')
      out += enc;
    else
      out.push_back(c);
  }
  return out;
}

// Files as SOPS writes them, but for the lines of `content`.

std::string yaml(const std::string& content, const std::string& rule = "") {
  return content +
         "sops:\n    age:\n        - recipient: age1x\n          enc: |\n"
         "            -----BEGIN AGE ENCRYPTED FILE-----\n            YWdl==\n"
         "            -----END AGE ENCRYPTED FILE-----\n"
         "    lastmodified: \"2026-01-01T00:00:00Z\"\n    mac: @\n" +
         rule + "    version: 3.11.0\n";
}

std::string json(const std::string& content, const std::string& rule = "") {
  return "{\n\t" + content +
         "\n\t\"sops\": {\n\t\t\"kms\": null,\n\t\t\"age\": [{\"enc\": \"-----BEGIN\\nx\\n\"}],\n" +
         rule + "\t\t\"mac\": \"@\",\n\t\t\"version\": \"3.11.0\"\n\t}\n}\n";
}

std::string dotenv(const std::string& content) {
  return content + "sops_age__list_0__map_enc=-----BEGIN\\nx\\n\nsops_mac=@\nsops_version=3.11.0\n";
}

std::string ini(const std::string& content) {
  return content +
         "\n[sops]\nversion = 3.11.0\nage__list_0__map_enc = -----BEGIN\\nx\\n\nmac     = @\n";
}

struct Row {
  std::string what, text, says = {};
};

const std::string by_regex = "    encrypted_regex: ^(data|stringData)$\n";

}  // namespace

TEST_CASE("files that SOPS has encrypted pass") {
  for (const Row& row : std::vector<Row>{
           {"YAML", yaml("a:\n    b: @\n    \"on\": '@'\n")},
           {"YAML with lists",
            yaml("a:\n    - @\n    - b: @\n      c: @\n    - - @\nd:\n- @\ne: @\n")},
           {"YAML with lists in lists", yaml("a:\n    - - @\n      - @\n")},
           {"YAML with nothing to encrypt",
            yaml("a: @\nb: null\nc: \"\"\nd: ''\ne: ~\nf: {}\ng: []\nh:\ni: # none\n")},
           {"YAML with comments", yaml("#@\n# plain\na: @ # plain\n    # further in\nb: @ #@\n")},
           {"YAML of several documents", yaml("a: @\n") + "---\n" + yaml("b: @\n")},
           {"YAML with Windows' line ends", "a: @\r\n" + yaml("b: @\r\n")},
           {"YAML with a byte order mark", "\xef\xbb\xbf" + yaml("a: @\n")},
           {"YAML left plain by suffix",
            yaml("a: @\nb_unencrypted: plain\nc_unencrypted:\n    d: |\n        x: y\n"
                 "\n        # z\n    e:\n        - 1\n")},
           {"YAML encrypted by expression",
            yaml("kind: Secret\nmetadata:\n    note: |\n        data: x\n    long: many words\n"
                 "        go on\n    quoted: \"*\"\ndata:\n    t: @\n",
                 by_regex)},
           {"YAML with a key too long for its line",
            yaml("? " + std::string(2000, 'k') + "\n: @\n")},
           {"YAML with other line breaks in what is plain",
            yaml("a_unencrypted: \"b\xe2\x80\xa8    c\"\nd: @\n")},
           {"YAML that starts a document, with a version",
            "%YAML 1.1\n---\n" + yaml("a: @\n") + "...\n"},
           {"JSON", json("\"a\": {\"b\": [\"@\", null, \"\", {}, []]},")},
           {"JSON left plain by suffix", json("\"a\": \"@\", \"b_plain\": {\"c\": [1, true]},",
                                              "\t\t\"unencrypted_suffix\": \"_plain\",\n")},
           {"binary", json("\"data\": \"@\",")},
           {"dotenv", dotenv("#@\nTOKEN=@\nEMPTY=\nA_unencrypted=plain\n")},
           {"INI", ini("; plain\ntop = @\n\n[db]\n; @\npassword        = @\nempty           =\nq = "
                       "`@`\nv_unencrypted = plain text\n")},
           {"INI with values of several lines",
            ini("[a]\nb_unencrypted = \"\"\"one\ntwo = 2\"\"\"\nc = @\nd_unencrypted = x \\\n  "
                "y\ne = @\n")},
       }) {
    CAPTURE(row.what);
    const auto ok = check_encrypted("secrets.enc", filled(row.text));
    CHECK_MESSAGE(ok, ok.error().message);
  }
}

TEST_CASE("plain text is refused with its line and key, and never its value") {
  for (const Row& row : std::vector<Row>{
           {"plain YAML", "# x\nuser: hush\n", "line 2, the value of 'user', is in plain text"},
           {"plain JSON", "{\n\"user\": \"hush\"}",
            "line 2, the value of 'user', is in plain text"},
           {"plain dotenv", "USER=hush\n", "line 1, the value of 'USER', is in plain text"},
           {"plain INI", "[db]\nuser = hush\n", "line 2, the value of 'user', is in plain text"},
           {"nothing but a token", "hush\n", "line 1 is in plain text; it has no SOPS metadata"},
           {"a token in base64", "hush==\n", "line 1 is in plain text; it has no SOPS metadata"},
           {"a URL with a password", "https://u:hush:x/?q=1\n", "line 1 is in plain"},
           {"an empty file", "", "it has no SOPS metadata"},
           {"YAML with one plain value", yaml("a: @\nb: hush\n"),
            "line 2, the value of 'b', is in plain text"},
           {"a plain element", yaml("a:\n    - @\n    - hush\n"), "line 3, the value of 'a'"},
           {"a number", yaml("a: @\npin: 4711\n"), "line 2, the value of 'pin'"},
           {"a block", yaml("a: @\nb: |\n    hush\n"), "line 2, the value of 'b'"},
           {"an encrypted value that goes on", yaml("a: @\n  hush\n"), "line 1"},
           {"flow style", yaml("a: {b: hush}\n"), "line 1 is"},
           {"an anchor", yaml("a: &x hush\n"), "line 1 is"},
           {"a complex key", yaml("? [hush]\n: @\n"),
            "line 1 has a key in a form that SOPS does not write"},
           {"an alias for a key", yaml("*hush : @\n"), "line 1 has a key"},
           {"an alias", yaml("a: @\nb: *hush\n"), "line 2 is"},
           {"a tag", yaml("a: !!str @\nb: hush\n"), "line 1 is"},
           {"a tag of one's own", "%TAG ! !hush\n---\n" + yaml("a: !x hush\n"), "line 3 is"},
           {"an anchor on a map", yaml("a: &x\n    b: @\n"), "line 1 is"},
           {"a tab", yaml("a_unencrypted:\n\tb: hush\n"), "line 2 is"},
           {"what is not below an unencrypted key", yaml("a_unencrypted:\n    b: c\nhush\nd: @\n"),
            "line 3 is"},
           {"a list behind a value", yaml("a_unencrypted: b\n- hush\n"), "line 2 is"},
           {"a document of its own", yaml("a: @\n") + "---\nb: hush\n", "the value of 'b'"},
           {"the null that is a string", yaml("a: \"null\"\n"), "line 1"},
           {"a key that is a piece of a secret", yaml("\"hush hush\": 1\n"), "line 1 is"},
           {"a value named sops", "sops: hush\n" + yaml("a: @\n"), "line 1, the value"},
           {"plain where an expression matches", yaml("data:\n    t: hush\n", by_regex), "line 2"},
           {"a space before a colon",
            yaml("data:\n    a: @\nstringData :\n    p: hush\n", by_regex),
            "line 4, the value of 'p'"},
           {"what could hide a match", yaml("m: {data: hush}\ndata: @\n", by_regex), "line 1 is"},
           {"nothing encrypted at all", yaml("m: hush\n", by_regex), "line 1, the value of 'm'"},
           {"JSON with one plain value", json("\"a\": \"@\",\n\"b\": \"hush\","),
            "line 3, the value of 'b'"},
           {"JSON with a plain number", json("\"a\": [4711],"), "line 2, the value of 'a'"},
           {"dotenv with one plain value", dotenv("A=@\nB=hush\n"), "line 2, the value of 'B'"},
           {"dotenv with a variable named sops", dotenv("sops=hush\n"), "line 1, the value"},
           {"dotenv with a line that is none", dotenv("hush\n"), "line 1 is"},
           {"INI with one plain value", ini("[a]\nb = @\nc = hush\n"), "line 3, the value of 'c'"},
           {"INI with a line that goes on", ini("[a]\nb = @ \\\n  hush\n"), "line 2"},
           {"INI with one that looks like a key", ini("[a]\nb = @ \\\nhush = 1\n"),
            "line 2, the value of 'b'"},
           {"INI with a key in quotes", ini("[a]\nb = \"\"\"@\nhush = 1\n\"\"\"\n"),
            "line 2, the value of 'b'"},
           {"INI with quotes without end",
            ini("[a]\nb = @\n") + "c_unencrypted = \"\"\"\nd = hush\n", "is in plain text"},
           {"a name and a password", "[x]\nhush:4711\n", "line 2 is in plain text"},
           {"what is further in", "[x]\n  hush = 4711\n", "line 2 is in plain text"},
           {"an expression that is none", yaml("a: @\n", "    encrypted_regex: hush(\n"),
            "the regular expression in its encrypted_regex cannot be parsed"},
       }) {
    CAPTURE(row.what);
    const auto ok = check_encrypted("e/secrets.enc", filled(row.text));
    REQUIRE_FALSE(ok);
    CHECK(ok.error().code == ReasonCode::secrets_not_encrypted);
    CHECK(ok.error().message.starts_with("secrets file 'e/secrets.enc': "));
    CHECK_MESSAGE(ok.error().message.find(row.says) != std::string::npos, ok.error().message);
    CHECK(ok.error().message.find("hush") == std::string::npos);
    CHECK(ok.error().message.find("4711") == std::string::npos);
    CHECK(ok.error().hint.find("hush") == std::string::npos);
  }
}

TEST_CASE("SOPS' metadata must be whole") {
  for (const Row& row : std::vector<Row>{
           {"no mac", "a: @\nsops:\n    version: 3.11.0\n", "no encrypted `mac`"},
           {"a plain mac", "a: @\nsops:\n    mac: x\n", "no encrypted `mac`"},
           {"two rules", yaml("a: @\n", by_regex + "    encrypted_suffix: x\n"),
            "more than one rule"},
           {"an expression not understood", yaml("a: @\n", "    encrypted_regex: (a)\\1\n"),
            "cannot be parsed"},
           {"a mac in the wrong place", "mac: @\na:\n    sops:\n        mac: @\n",
            "no SOPS metadata"},
       }) {
    CAPTURE(row.what);
    const auto ok = check_encrypted("secrets.enc", filled(row.text));
    REQUIRE_FALSE(ok);
    CHECK_MESSAGE(ok.error().message.find(row.says) != std::string::npos, ok.error().message);
  }
}

TEST_CASE("hostile files are refused, soon") {
  using namespace std::string_literals;
  const std::size_t mib = std::size_t{1} << 20U;
  std::string deep;
  for (std::size_t i = 0; i < 1000; ++i) deep += std::string(i, ' ') + "a:\n";
  std::string deep_json;
  for (std::size_t i = 0; i < mib / 8; ++i) deep_json += "{\"a\":";
  for (const std::string& text :
       {yaml("a: @\n") + "\0hush"s, "\xff\xfe\0a"s, json("\"a\": \"@\",") + "\0x"s,
        json("\"a\": \"@\",") + "x", yaml("a: \xff\n"), yaml(deep), deep_json,
        std::string(mib, '['), "{" + std::string(mib, '['), std::string(mib, '"'),
        std::string(mib, '\n'), std::string(mib, '-'), std::string(mib, ':'),
        std::string(mib, ' ')}) {
    const auto ok = check_encrypted("secrets.enc", filled(text));
    REQUIRE_FALSE(ok);
    CHECK(ok.error().code == ReasonCode::secrets_not_encrypted);
    CHECK(ok.error().message.size() < 300);
  }
  // One long key, or several, above very many values.
  const std::string key(mib / 2, 'k');
  const auto many = [&](std::string text, std::string_view value) {
    for (std::size_t i = 0; i < mib / 8; ++i) text.append(value);
    return text;
  };
  std::string stairs;
  for (std::size_t i = 0; i < 30; ++i) stairs.append(i, ' ').append(1000, 'k').append(":\n");
  for (const std::string& text :
       {many("? " + key + "\n:\n", "- x\n"), many(stairs, std::string(30, ' ') + "- x\n"),
        many("{\"" + key + "\":[1", ",1"), many("[" + key + "]\n", "a=\n")}) {
    const auto ok = check_encrypted("secrets.enc", text);
    REQUIRE_FALSE(ok);
    CHECK_MESSAGE(ok.error().message.find("exceed 16 MiB") != std::string::npos,
                  ok.error().message.substr(0, 300));
  }
  std::string dashes = "a:\n";
  for (std::size_t i = 0; i < mib / 2; ++i) dashes += "- ";
  CHECK_FALSE(check_encrypted("secrets.enc", filled(yaml(dashes + "x\n"))));
}

TEST_CASE("values as SOPS writes them are encrypted") {
  CHECK(is_encrypted_value("ENC[AES256_GCM,data:or8a,iv:Ap3g/w==,tag:VxQ=,type:str]"));
  CHECK(is_encrypted_value("ENC[AES256_GCM,data:fQmn+8==,iv:AAAA,tag:AAAA,type:int64]"));
}

TEST_CASE("anything else is not") {
  for (const std::string text :
       {"", "plain", "ENC[]", "ENC[AES256_GCM,data:,iv:AAAA,tag:AAAA,type:str]",
        "ENC[AES256_GCM,data:plain text,iv:AAAA,tag:AAAA,type:str]",
        "ENC[AES256_GCM,data:AAA,iv:AAAA,tag:AAAA,type:str]",
        "ENC[AES256_GCM,data:A===,iv:AAAA,tag:AAAA,type:str]",
        "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:]",
        "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str",
        "ENC[AES256_GCM,data:AAAA,iv:AAAA,type:str]",
        "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str] and more",
        " ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]",
        "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]]",
        "enc[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"}) {
    CAPTURE(text);
    CHECK_FALSE(is_encrypted_value(text));
  }
}

}  // namespace shiptag::adapters::sops
