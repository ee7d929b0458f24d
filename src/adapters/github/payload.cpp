#include "adapters/github/payload.hpp"

#include "adapters/json/embedded.hpp"
#include "adapters/json/ledger_line.hpp"

namespace shiptag::adapters::github {
namespace {

constexpr std::string_view payload_member = "shiptag";
constexpr std::size_t max_payload_bytes = std::size_t{1} << 20U;

}  // namespace

std::string write_payload(const domain::LedgerLine& line) {
  rapidjson::StringBuffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::write_object(writer, payload_member, json::write_ledger_line(line));
  writer.EndObject();
  return json::str(buffer);
}

std::optional<domain::LedgerLine> read_payload(std::string_view payload) {
  auto document = json::parse(payload, max_payload_bytes);
  if (!document) return std::nullopt;
  if (const auto inner = json::as_string(*document, "the payload")) {
    document = json::parse(*inner, max_payload_bytes);
    if (!document) return std::nullopt;
  }
  const json::Value* object = json::find(*document, payload_member);
  if (object == nullptr) return std::nullopt;
  auto line = json::read_ledger_line(json::text_of(*object));
  if (!line) return std::nullopt;
  return *std::move(line);
}

}  // namespace shiptag::adapters::github
