#include <algorithm>

#include "adapters/json/leaves.hpp"
#include "adapters/json/write.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {
namespace {

constexpr std::size_t piece = 8;

/// Whether no run of `piece` characters of `form` is in `shown`.
bool tells_nothing(std::string_view shown, std::string_view form) {
  for (std::size_t at = 0; at + piece <= form.size(); ++at)
    if (shown.find(form.substr(at, piece)) != std::string_view::npos) return false;
  return true;
}

std::string percent_encoded(std::string_view text, std::string_view digits) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
  }
  return out;
}

std::string in_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("&<>\"'").find(c) == std::string_view::npos)
      out += c;
    else
      out.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
  }
  return out;
}

std::string in_json(std::string_view text) {
  rapidjson::StringBuffer buffer;
  adapters::json::Writer writer(buffer);
  adapters::json::write_string(writer, text);
  return adapters::json::str(buffer);
}

/// All that can be in a token. JSON's own characters are what it separates its strings with.
bool is_plain(std::string_view secret) {
  constexpr std::string_view characters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-+/=.~";
  return secret.find_first_not_of(characters) == std::string_view::npos;
}

/// `form` is not shown in the middle of `text`.
void require_hidden(const Secrets& secrets, std::string_view text, const std::string& form) {
  const std::string_view before = text.substr(0, text.size() / 2);
  const std::string shown =
      secrets.redact(std::string(before).append(form).append(text.substr(before.size())));
  require(shown.find(form) == std::string::npos, "no form of a secret is shown");
}

}  // namespace

/// A secret, and a text in a line of its own.
std::vector<std::string> seeds() {
  return {
      "ghx_NotARealTokenButAsLongAsOne0123456\nBearer ghx_NotARealTokenButAsLongAsOne0123456",
      "ghx_NotAReal+Token/0123456789=abc\nghx_NotAReal%2BToken%2f0123456789%253Dabc",
      "not\"a<real>&'token\\of-ours\n{\"a\":\"not\\\"a\\u003creal>&'token\\\\of-ours\"}",
      "not\"a<real>&'token\\of-ours\n<b>not&quot;a&lt;real&#62;&amp;amp;&#x27;token\\</b>",
      "not-a-real-token-at-all\nBasic eC1hY2Nlc3MtdG9rZW46bm90LWEtcmVhbC10b2tlbi1hdC1hbGw=",
      "\xc3\xa9t\xc3\xa9-not-a-real-token-at-all\n\\u00e9t\\u00e9-not-a-real\xc3\xa9",
  };
}

void try_input(std::string_view input) {
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view secret = input.substr(0, line);
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  Secrets secrets;
  secrets.add(secret);
  const std::string shown = secrets.redact(text);
  require(secrets.are_in(text) == (shown != text), "what is found is hidden, and nothing else");
  require(!is_utf8(text) || is_utf8(shown), "what was UTF-8 still is");
  // One with the very mark in it may come about by being hidden.
  if (secret.find('*') != std::string_view::npos || secret.size() < 3 * piece) return;
  require(tells_nothing(shown, secret), "no piece of a secret is shown");
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string encoded = base64(std::string(before, '?').append(secret).append(text));
    require(tells_nothing(secrets.redact(encoded), encoded.substr(4, secret.size() - 2)),
            "no piece of its base64 is shown");
  }
  for (const std::string& form :
       {std::string(secret), percent_encoded(secret, "0123456789ABCDEF"),
        percent_encoded(secret, "0123456789abcdef"), in_html(secret), in_html(in_html(secret))})
    require_hidden(secrets, text, form);
  if (!is_utf8(secret)) return;
  const std::string quoted = in_json(secret);
  require_hidden(secrets, text, quoted.substr(1, quoted.size() - 2));
  if (!is_plain(secret)) return;
  const auto valid =
      adapters::json::for_each_leaf(secrets.redact("[" + in_json(text) + "," + quoted + "]"),
                                    [](const adapters::json::Leaf&) { return true; });
  require(valid.has_value(), "what was JSON still is");
}

}  // namespace shiptag::fuzz
