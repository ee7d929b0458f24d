#include "adapters/system/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace shiptag::adapters::system {
namespace {

std::atomic<int> received{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may take no lock");

extern "C" void remember(int signal) {
  received.store(signal, std::memory_order_relaxed);
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // No SA_RESTART: a wait for a silent server must end.
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

int interrupted() noexcept {
  return received.load(std::memory_order_relaxed);
}

void forget_interrupt() noexcept {
  received.store(0, std::memory_order_relaxed);
}

}  // namespace shiptag::adapters::system
