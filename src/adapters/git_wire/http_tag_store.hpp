#pragma once
#include "adapters/git_wire/fetch.hpp"
#include "adapters/git_wire/refusal.hpp"
#include "adapters/git_wire/session.hpp"
#include "ports/tag_store.hpp"

namespace shiptag::adapters::git_wire {

/// The tags of a repository on a git server, over HTTP: one request to list them, one to read the
/// content of some, one to write. A server that needs more gets more requests.
/// Source: gitprotocol-v2(5), gitprotocol-http(5), gitprotocol-pack(5).
class HttpTagStore final : public ports::TagStore {
 public:
  /// The time limit starts here.
  /// @param fallback  what else the server offers, or nullptr; outlives this.
  HttpTagStore(const World& world, Remote remote, PushFallback* fallback = nullptr)
      : session_(world, std::move(remote)), fallback_(fallback) {}

  [[nodiscard]] Expected<void> list(const std::vector<std::string>& prefixes,
                                    ports::TagSink& sink) override;
  /// @return also `conflict` if one of `tags` was moved and the server no longer sends its object,
  ///         and `ledger_unreadable` if a message is not in UTF-8 or has more than 1 MiB.
  [[nodiscard]] Expected<std::vector<ports::TagObject>> read(
      const std::vector<ports::TagRef>& tags) override;
  [[nodiscard]] Expected<ports::Updated> update(
      const std::vector<ports::TagUpdate>& updates) override;
  [[nodiscard]] Expected<void> check_writable() override;

 private:
  [[nodiscard]] Expected<std::string> fetch(const std::vector<ports::TagRef>& tags, Fetch fetch);
  [[nodiscard]] Expected<void> check_still(const std::vector<ports::TagRef>& tags);
  [[nodiscard]] Expected<void> fetch_once(const Fetch& fetch, PackReader& reader);
  [[nodiscard]] Expected<Depth> shallowest();

  [[nodiscard]] bool is_refused_again(const std::vector<ports::TagUpdate>& updates);

  Session session_;
  PushFallback* fallback_;
  std::string refused_;    ///< The names and expected objects that last lost a race.
  int times_refused_ = 0;  ///< In a row.
};

}  // namespace shiptag::adapters::git_wire
