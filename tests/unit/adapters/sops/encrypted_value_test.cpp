#include "adapters/sops/encrypted_file.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using shiptag::adapters::sops::is_encrypted_value;

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
