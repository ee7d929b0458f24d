#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/advertisement.hpp"
#include "adapters/git_wire/pkt_line.hpp"
#include "domain/object_id.hpp"

namespace shiptag::adapters::git_wire {

/// How much of the history a fetch asks for, besides the tag objects.
enum class Depth {
  none,      ///< Nothing: we claim to have the tagged commits.
  one,       ///< The tagged commits, for a server that does not accept that claim.
  treeless,  ///< The same without their files, for one that can filter.
};

/// Tag objects to be fetched.
struct Fetch {
  std::vector<domain::ObjectId> tags;     ///< `want`.
  std::vector<domain::ObjectId> commits;  ///< What they peel to: `have`, if depth is none.
  Depth depth = Depth::none;
};

/// The body that asks for them in protocol version 2. Source: gitprotocol-v2(5), "fetch".
[[nodiscard]] std::string fetch_request_v2(const Fetch& fetch);

/// The body that asks for them in protocol version 0, using what the server advertised.
/// Source: gitprotocol-pack(5), "Packfile Negotiation".
[[nodiscard]] std::string fetch_request_v0(const Fetch& fetch, const Capabilities& advertised);

/// Collects the pack of the reply to either.
class PackReader final : public PktReader {
 public:
  explicit PackReader(std::size_t longest_pack) : longest_pack_(longest_pack) {}

  [[nodiscard]] const std::string& pack() const { return pack_; }
  /// Whether the reply was stopped because its pack exceeds `longest_pack` bytes.
  [[nodiscard]] bool is_too_long() const { return too_long_; }

 private:
  void restart() override;
  [[nodiscard]] Expected<void> line(const PktLine& line) override;
  [[nodiscard]] bool raw_begins(std::string_view bytes) const override;
  [[nodiscard]] Expected<void> raw(std::string_view bytes) override;
  [[nodiscard]] Expected<void> band(std::string_view payload);
  [[nodiscard]] Expected<void> keep(std::string_view bytes);

  std::size_t longest_pack_;
  std::string pack_;
  bool in_pack_ = false;
  bool too_long_ = false;
};

}  // namespace shiptag::adapters::git_wire
