#include "adapters/sops/encrypted_file.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

constexpr std::string_view canary = "not-a-real-secret";

}  // namespace

std::vector<std::string> seeds() {
  const std::string value =
      "ENC[AES256_GCM,data:bm90LXJlYWw=,iv:bm90LXJlYWw=,tag:bm90LXJlYWw=,type:str]";
  return {
      "password: " + value + "\nlist:\n  - a: |\n      " + value + "\nsops:\n    mac: " + value +
          "\n    version: 3.8.1\n    lastmodified: \"2025-11-21T10:30:45Z\"\n",
      R"({"password":")" + value + R"(","sops":{"mac":")" + value +
          R"(","version":"3.8.1","unencrypted_suffix":"_plain"},"x_plain":[1,{"y":true}]})",
      "PASSWORD=" + value + "\nsops_mac=" + value + "\nsops_version=3.8.1\n",
      "[section]\npassword = " + value + "\n[sops]\nmac = " + value + "\nversion = 3.8.1\n",
      "password: " + std::string(canary) + "\n",
  };
}

void try_input(std::string_view input) {
  for (const std::string_view file :
       {"secrets.enc", "secrets.yaml", "secrets.json", "secrets.env"}) {
    const auto checked = adapters::sops::check_encrypted(file, input);
    if (checked) continue;
    require(checked.error().message.find(canary) == std::string::npos, "no value is shown");
    require(checked.error().hint.find(canary) == std::string::npos, "no value is shown");
  }
}

}  // namespace shiptag::fuzz
