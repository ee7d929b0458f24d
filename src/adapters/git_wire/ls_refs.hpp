#pragma once
#include <string>

#include "adapters/git_wire/pkt_reader.hpp"
#include "adapters/git_wire/ref_line.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// The body that asks, in protocol version 2, for the tags that start with `prefixes`, peeled.
/// @return `invalid_input` if one of them has a control character or is over 1 KiB long.
/// Source: gitprotocol-v2(5), "ls-refs".
[[nodiscard]] Expected<std::string> ls_refs_request(const Prefixes& prefixes);

/// Passes the tags of the reply on, one by one as they arrive.
class LsRefsReader final : public PktReader {
 public:
  LsRefsReader(const Prefixes& prefixes, ports::TagSink& sink) : prefixes_(prefixes), sink_(sink) {}

 private:
  void restart() override;
  [[nodiscard]] Expected<void> line(const PktLine& line) override;
  [[nodiscard]] Expected<void> ref(std::string_view text);

  const Prefixes& prefixes_;
  ports::TagSink& sink_;
  std::size_t refs_ = 0;
  ports::TagRef tag_;  ///< Reused for each, so that a million tags allocate nothing.
};

}  // namespace shiptag::adapters::git_wire
