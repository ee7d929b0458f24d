#pragma once

namespace shiptag::adapters::system {

/// From now on SIGINT and SIGTERM are remembered instead of ending the process, and interrupt a
/// waiting system call.
void catch_interrupts();

/// The signal that asked the process to stop: SIGINT or SIGTERM; 0 if none did.
[[nodiscard]] int interrupted() noexcept;

/// As if no signal had come: for tests, which continue after one.
void forget_interrupt() noexcept;

}  // namespace shiptag::adapters::system
