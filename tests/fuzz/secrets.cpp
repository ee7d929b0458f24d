#include "adapters/sops/encrypted_file.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

constexpr std::string_view canary = "not-a-real-secret";
constexpr std::string_view breaks[] = {"\r\n",     "\n",           "\r",
                                       "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

/// `text` with an encrypted value for each `@`, a break for each `|`, the canary for each `!`.
std::string filled(std::string_view text, std::string_view value, std::string_view line_break) {
  std::string out;
  for (const char c : text) {
    if (c == '@')
      out += value;
    else if (c == '|')
      out += line_break;
    else if (c == '!')
      out += canary;
    else
      out += c;
  }
  return out;
}

/// Whether `text` may leave a value in the clear, or have one go on in the next line; or a file in
/// it may be one of INI that has come to its metadata.
bool may_be_allowed(std::string_view text) {
  for (const std::string_view word : {"unencrypted", "_plain", "regex", "suffix", "[sops]"})
    if (text.find(word) != std::string_view::npos) return true;
  if (text.find_first_of("{\"'`\\") != std::string_view::npos) return true;
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1))
    if (!text.substr(0, at).ends_with("ENC") && at != 0 && text[at - 1] != '\n') return true;
  return false;
}

/// Whether a line of `text`, wherever a line may end, is a key and the canary as its value.
bool has_plain_line(std::string_view text) {
  for (const std::string_view key : {"password: ", "password=", "password = "}) {
    const std::string line = std::string(key).append(canary);
    for (const std::string_view before : breaks)
      for (const std::string_view after : breaks)
        if (std::string("\n").append(text).append("\n").find(
                std::string(before).append(line).append(after)) != std::string::npos)
          return true;
  }
  return false;
}

/// Whether the canary may be read as a key, or as a piece of one: keys are in the clear, and shown.
bool may_be_key(std::string_view text) {
  for (std::size_t at = text.find(canary); at != std::string_view::npos;
       at = text.find(canary, at + 1)) {
    const std::string_view after = text.substr(at, text.find('\n', at) - at);
    if (after.find_first_of(":=") != std::string_view::npos) return true;
    const std::size_t next = text.find_first_not_of(" \n\r\t\"'", at + canary.size());
    if (next != std::string_view::npos && text[next] == ':') return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string value =
      "ENC[AES256_GCM,data:bm90LXJlYWw=,iv:bm90LXJlYWw=,tag:bm90LXJlYWw=,type:str]";
  std::vector<std::string> all = {
      "password: " + value + "\nlist:\n  - a: |\n      " + value + "\nsops:\n    mac: " + value +
          "\n    version: 3.8.1\n    lastmodified: \"2025-11-21T10:30:45Z\"\n",
      R"({"password":")" + value + R"(","sops":{"mac":")" + value +
          R"(","version":"3.8.1","unencrypted_suffix":"_plain"},"x_plain":[1,{"y":true}]})",
      "PASSWORD=" + value + "\nsops_mac=" + value + "\nsops_version=3.8.1\n",
      "[section]\npassword = " + value + "\n[sops]\nmac = " + value + "\nversion = 3.8.1\n",
      "[a]\nx_unencrypted = \"\"\"one\ntwo = \\\n\"\"\"\n[sops]\nmac = " + value + "\n",
      "password: " + std::string(canary) + "\n",
      "a: &x " + value + "\nb: *x\n? [c, !!str d]\n: {e: f}\n--- >-\n  g\n...\n",
  };
  for (const std::string_view each : breaks)
    for (const std::string_view text :
         {"a: @ # b|password: !|sops:|  mac: @|  version: 3.8.1|",
          "A=@\n# b|password=!|sops_mac=@\n", "[a]\nb = @\n; c|password = !|\n[sops]\nmac = @\n"})
      all.push_back(filled(text, value, each));
  return all;
}

void try_input(std::string_view input) {
  for (const std::string_view file :
       {"secrets.enc", "secrets.yaml", "secrets.json", "secrets.env"}) {
    const auto checked = adapters::sops::check_encrypted(file, input);
    if (checked) {
      require(may_be_allowed(input) || !has_plain_line(input), "no plain value passes");
      continue;
    }
    require(checked.error().hint.find(canary) == std::string::npos, "no value is shown");
    if (!may_be_key(input))
      require(checked.error().message.find(canary) == std::string::npos, "no value is shown");
  }
}

}  // namespace shiptag::fuzz
