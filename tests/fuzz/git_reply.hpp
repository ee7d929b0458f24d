#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/git_wire/pkt_line.hpp"
#include "fuzz/target.hpp"

namespace shiptag::fuzz {

inline const std::string commit = "0123456789abcdef0123456789abcdef01234567";

/// What came of a reply, in a form that can be compared.
struct Seen {
  bool is_refused = false;
  bool is_complete = false;
  std::vector<std::string> values = {};
  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Feeds `bytes` to `reader` in pieces of `piece` bytes.
inline Seen feed(adapters::git_wire::ReplyReader& reader, std::string_view bytes,
                 std::size_t piece) {
  reader.begin();
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    if (!reader.feed(bytes.substr(at, piece))) return {.is_refused = true};
  return {.is_complete = reader.complete()};
}

/// A reply says the same however the network cuts it. `read` is given the size of the pieces.
inline void require_same_however_cut(std::string_view reply,
                                     const std::function<Seen(std::size_t)>& read) {
  const Seen whole = read(reply.size() + 1);
  for (const std::size_t piece : {1U, 3U, 7U})
    require(whole == read(piece), "a reply says the same however it is cut");
}

}  // namespace shiptag::fuzz
