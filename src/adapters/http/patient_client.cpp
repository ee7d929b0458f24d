#include "adapters/http/patient_client.hpp"

#include <algorithm>
#include <utility>

#include "adapters/http/url.hpp"

namespace shiptag::adapters::http {
namespace {

tl::unexpected<Failure> hopeless(Error error) {
  return tl::unexpected<Failure>({Stage::hopeless, std::move(error)});
}

/// Keeps a redirect to itself; every other response goes to `sink`.
class RedirectSink final : public ResponseSink {
 public:
  explicit RedirectSink(ResponseSink& sink) : sink_(sink) {}

  [[nodiscard]] Expected<Wanted> head(const ResponseHead& head) override {
    const bool redirects =
        head.status == 301 || head.status == 302 || head.status == 307 || head.status == 308;
    if (redirects) location_ = head.header("location");
    return location_.empty() ? sink_.head(head) : Expected<Wanted>(Wanted::body);
  }
  [[nodiscard]] Expected<void> body(std::string_view bytes) override {
    return location_.empty() ? sink_.body(bytes) : Expected<void>();
  }
  /// Where the server redirects to; empty if it does not.
  [[nodiscard]] const std::string& location() const { return location_; }

 private:
  ResponseSink& sink_;
  std::string location_;
};

}  // namespace

std::optional<std::chrono::milliseconds> retry_delay(const Tried& tried) {
  using std::chrono::milliseconds;
  constexpr int most_attempts = 8;
  constexpr milliseconds first{250};
  constexpr milliseconds longest{8000};
  if (tried.attempts >= most_attempts) return std::nullopt;
  milliseconds delay = std::min(first * (1 << std::max(tried.attempts - 1, 0)), longest);
  const auto half = static_cast<std::uint64_t>(delay.count() / 2);
  delay = milliseconds(static_cast<milliseconds::rep>(half + tried.random % (half + 1)));
  if (tried.asked_to_wait) delay = *tried.asked_to_wait;
  if (delay >= tried.time_left) return std::nullopt;
  return delay;
}

PatientClient::PatientClient(const World& world, std::chrono::milliseconds time_limit)
    : world_(world), time_limit_(time_limit), deadline_(world.clock.steady() + time_limit) {}

tl::expected<void, Failure> PatientClient::send(const Request& request, ResponseSink& sink) {
  constexpr int most_redirects = 5;
  Request next = request;
  for (int hop = 0; hop <= most_redirects; ++hop) {
    if (auto ok = check_time(); !ok) return hopeless(std::move(ok.error()));
    next.timeout = std::min(request.timeout, time_left());
    RedirectSink redirect(sink);
    if (auto sent = world_.http.send(next, redirect); !sent) return sent;
    if (redirect.location().empty()) return {};
    auto target = redirect_target(next.url, redirect.location());
    if (!target) return hopeless(std::move(target.error()));
    if (request.on_redirect)
      if (auto ok = request.on_redirect(*target); !ok) return hopeless(std::move(ok.error()));
    debug(next.url + " redirects to " + *target);
    next.url = *std::move(target);
  }
  return hopeless({ReasonCode::protocol, origin_of(request.url) + " has a redirect loop"});
}

bool PatientClient::pause(int attempts, std::optional<std::chrono::seconds> asked_to_wait,
                          const std::string& why) {
  const auto delay = retry_delay({attempts, asked_to_wait, time_left(), world_.clock.random()});
  if (!delay) return false;
  debug(why + "; trying again in " + std::to_string(delay->count()) + " ms");
  world_.clock.sleep(*delay);
  return true;
}

Expected<void> PatientClient::check_time() {
  if (time_left() > std::chrono::milliseconds::zero()) return {};
  return fail(ReasonCode::unavailable,
              "timed out after " + std::to_string(time_limit_.count() / 1000) + " seconds",
              "try again, or allow more time with `timeout_seconds`");
}

std::chrono::milliseconds PatientClient::time_left() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - world_.clock.steady());
}

}  // namespace shiptag::adapters::http
