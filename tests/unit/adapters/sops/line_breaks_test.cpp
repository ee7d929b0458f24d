#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "adapters/sops/encrypted_file.hpp"

namespace shiptag::adapters::sops {
namespace {

const std::string one_value = "ENC[AES256_GCM,data:or8a,iv:Ap3g/w==,tag:VxQ=,type:str]";

struct Break {
  std::string name, bytes;
};
const std::vector<Break> breaks = {{"LF", "\n"},           {"CR LF", "\r\n"},
                                   {"CR", "\r"},           {"NEL", "\xc2\x85"},
                                   {"LS", "\xe2\x80\xa8"}, {"PS", "\xe2\x80\xa9"}};

/// Where a plain line may stand: `|` is a break, `@` an encrypted value.
struct Place {
  std::string what, text;
};

std::string filled(const std::string& text, const std::string& line_break) {
  std::string out;
  for (const char c : text) out += c == '@' ? one_value : c == '|' ? line_break : std::string(1, c);
  return out;
}

const std::string yaml_end = "sops:\n    mac: @\n    version: 3.11.0\n";
const std::string dotenv_end = "sops_mac=@\nsops_version=3.11.0\n";
const std::string ini_end = "[sops]\nmac = @\nversion = 3.11.0\n";

}  // namespace

TEST_CASE("plain text behind any line break is refused, and not shown") {
  for (const Place& place : std::vector<Place>{
           {"YAML, first", "|pw: hush|a: @\n" + yaml_end},
           {"YAML, behind a comment", "# c|pw: hush\na: @\n" + yaml_end},
           {"YAML, behind a comment in a line", "a: @ # c|pw: hush\n" + yaml_end},
           {"YAML, behind a value", "a: @|pw: hush\n" + yaml_end},
           {"YAML, behind a quoted value", "a: '@'|pw: hush\n" + yaml_end},
           {"YAML, behind a key", "a:|  pw: hush\nb: @\n" + yaml_end},
           {"YAML, behind an element", "a:\n- @|- hush\n" + yaml_end},
           {"YAML, behind what is plain", "a_unencrypted: b|pw: hush\nc: @\n" + yaml_end},
           {"YAML, behind a block that is plain",
            "a_unencrypted: >\n  b|pw: hush\nc: @\n" + yaml_end},
           {"YAML, behind the start of a document", "---|pw: hush\na: @\n" + yaml_end},
           {"YAML, behind the metadata", "a: @\n" + yaml_end + "# c|pw: hush\n"},
           {"YAML, behind the metadata's last value",
            "a: @\nsops:\n    mac: @\n    version: 3.11.0|pw: hush\n"},
           {"YAML, a document of its own", "a: @\n" + yaml_end + "--- # c|pw: hush\n"},
           {"dotenv, first", "|pw=hush\nA=@\n" + dotenv_end},
           {"dotenv, behind a comment", "# c|pw=hush\nA=@\n" + dotenv_end},
           {"dotenv, behind a value", "A=@|pw=hush\n" + dotenv_end},
           {"dotenv, behind what is plain", "A_unencrypted=b|pw=hush\nA=@\n" + dotenv_end},
           {"dotenv, before a value", "pw=hush|A=@\n" + dotenv_end},
           {"dotenv, behind the metadata", "A=@\n" + dotenv_end + "#|pw=hush"},
           {"INI, first", "|pw = hush\n[a]\nb = @\n" + ini_end},
           {"INI, behind a comment", "[a]\n; c|pw = hush\nb = @\n" + ini_end},
           {"INI, behind a section", "[a]|pw = hush\nb = @\n" + ini_end},
           {"INI, behind a value", "[a]\nb = @|pw = hush\n" + ini_end},
           {"INI, behind what is plain", "[a]\nb_unencrypted = c|pw = hush\nb = @\n" + ini_end},
           {"INI, in a value of several lines",
            "[a]\nb_unencrypted = \"\"\"c\nd\"\"\"|pw = hush\nb = @\n" + ini_end},
       })
    for (const Break& each : breaks) {
      CAPTURE(place.what);
      CAPTURE(each.name);
      const auto ok = check_encrypted("secrets.one_value", filled(place.text, each.bytes));
      CHECK_FALSE(ok);
      if (ok) continue;
      CHECK(ok.error().code == ReasonCode::secrets_not_encrypted);
      CHECK(ok.error().message.find("hush") == std::string::npos);
    }
}

TEST_CASE("every line break of YAML ends a line of what is encrypted") {
  for (const Break& each : breaks) {
    CAPTURE(each.name);
    const auto ok = check_encrypted("s", filled("# c|a: @|b: @\n" + yaml_end, each.bytes));
    CHECK_MESSAGE(ok, ok.error().message);
  }
}

}  // namespace shiptag::adapters::sops
