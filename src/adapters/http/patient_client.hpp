#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/http_client.hpp"
#include "ports/clock.hpp"
#include "ports/log.hpp"

namespace shiptag::adapters::http {

/// What clients of a server need from outside; all of it outlives them.
struct World {
  HttpClient& http;
  ports::Clock& clock;
  ports::Log& log;
};

/// What decides whether and when a request is sent again.
struct Tried {
  int attempts = 1;                                     ///< So far, from 1.
  std::optional<std::chrono::seconds> asked_to_wait{};  ///< The server's Retry-After.
  std::chrono::milliseconds time_left{0};               ///< Until all must be done.
  std::uint64_t random = 0;                             ///< 64 bits, for the jitter.
};

/// How long to wait before the next attempt: what the server asked for, else a random time between
/// a half and the whole of 250 ms, doubled with each attempt up to 8 s.
/// @return nullopt if it is not worth it: after eight attempts, or if the time would run out.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_delay(const Tried& tried);

/// Sends requests that share one time limit, follows redirects, and waits before one is
/// sent again.
class PatientClient final : public HttpClient {
 public:
  /// The time limit starts here.
  PatientClient(const World& world, std::chrono::milliseconds time_limit);

  /// Sends `request` with at most the time that is left. Up to five redirects are followed within
  /// its origin: before a redirect nothing has been done yet. `sink` sees the response after them.
  /// @return also `Stage::hopeless` for a redirect that must not be followed (`protocol`,
  ///         `invalid_input`), and once the time is over (`unavailable`).
  [[nodiscard]] tl::expected<void, Failure> send(const Request& request,
                                                 ResponseSink& sink) override;

  /// Waits before another attempt.
  /// @param attempts  so far.
  /// @param why       for the log.
  /// @return false if there should be none.
  [[nodiscard]] bool pause(int attempts, std::optional<std::chrono::seconds> asked_to_wait,
                           const std::string& why);

  /// @return `unavailable` once the time is up.
  [[nodiscard]] Expected<void> check_time();

  [[nodiscard]] Timestamp now() { return world_.clock.now(); }
  void debug(const std::string& line) { world_.log.debug(line); }

 private:
  [[nodiscard]] std::chrono::milliseconds time_left();

  World world_;
  std::chrono::milliseconds time_limit_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace shiptag::adapters::http
