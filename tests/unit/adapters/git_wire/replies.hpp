#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::tests {

inline const std::string id_1(40, '1');
inline const std::string id_2(40, '2');
inline const std::string id_3(40, '3');

inline domain::ObjectId object(const std::string& hex) {
  return domain::ObjectId::from_hex(hex).value();
}

inline adapters::git_wire::Capabilities advertised(std::string_view list) {
  adapters::git_wire::Capabilities capabilities;
  capabilities.add_all(list);
  return capabilities;
}

/// `payload` as a data line.
inline std::string pkt(std::string_view payload) {
  return adapters::git_wire::encode(payload);
}
/// `payload` as a line of `band` (1, 2 or 3).
inline std::string banded(char band, std::string_view payload) {
  return pkt(std::string(1, band).append(payload));
}

/// Gives `bytes` to `reader` in pieces of `chunk` bytes.
inline Expected<void> feed(adapters::git_wire::ReplyReader& reader, std::string_view bytes,
                           std::size_t chunk = 3) {
  reader.begin();
  for (std::size_t at = 0; at < bytes.size(); at += chunk)
    if (auto fed = reader.feed(bytes.substr(at, chunk)); !fed) return fed;
  return {};
}

/// Keeps the tags of a listing.
struct KeptTags final : ports::TagSink {
  std::vector<ports::TagRef> tags = {};
  int begun = 0;

  void begin() override {
    tags.clear();
    ++begun;
  }
  void tag(const ports::TagRef& tag) override { tags.push_back(tag); }
  [[nodiscard]] std::string names() const {
    std::string names;
    for (const ports::TagRef& tag : tags) names += tag.name + " ";
    return names;
  }
};

}  // namespace shiptag::tests
