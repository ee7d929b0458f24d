#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace shiptag::tests {

/// What a server does with one request that it has read.
struct Scripted {
  enum class After { keep_open, close, stay_silent };
  std::string bytes;  ///< Sent as they are.
  After after = After::keep_open;
  std::function<void()> before = [] {};  ///< Called once the request is here.
};

/// Reads requests on a loopback port and answers them as scripted, over as many connections as the
/// client makes; ends with the script, or after ten seconds.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::vector<Scripted> script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    if (::bind(listener_, generic(), size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, generic(), &size) != 0)
      throw std::runtime_error("no loopback port");
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/";
  }
  /// What came, one a request; of use once the client is done.
  [[nodiscard]] const std::vector<std::string>& requests() const { return requests_; }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  sockaddr* generic() { return reinterpret_cast<sockaddr*>(&address_); }

  /// Whether `fd` can be read before the test has taken too long.
  [[nodiscard]] bool wait_for(int fd) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!stop_ && std::chrono::steady_clock::now() < end) {
      pollfd poll_fd{fd, POLLIN, 0};
      if (::poll(&poll_fd, 1, 20) > 0) return true;
    }
    return false;
  }

  void serve() {
    while (next_ < script_.size() && wait_for(listener_)) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      ++connections_;
      while (next_ < script_.size() && answer_one(client)) {
      }
      ::close(client);
    }
  }

  /// @return whether the connection stays open.
  bool answer_one(int client) {
    std::string request;
    while (!is_whole(request)) {
      std::array<char, 4096> buffer{};
      if (!wait_for(client)) return false;
      const ssize_t size = ::recv(client, buffer.data(), buffer.size(), 0);
      if (size <= 0) return false;
      request.append(buffer.data(), static_cast<std::size_t>(size));
    }
    requests_.push_back(request);
    const Scripted& now = script_[next_++];
    now.before();
    (void)::send(client, now.bytes.data(), now.bytes.size(), MSG_NOSIGNAL);
    if (now.after == Scripted::After::stay_silent) (void)wait_for(client);
    return now.after == Scripted::After::keep_open;
  }

  static bool is_whole(const std::string& request) {
    const std::size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::size_t length = request.find("Content-Length: ");
    const std::size_t body =
        length == std::string::npos ? 0 : std::stoul(request.substr(length + 16));
    return request.size() >= end + 4 + body;
  }

  std::vector<Scripted> script_;
  std::size_t next_ = 0;
  std::vector<std::string> requests_;
  std::atomic<int> connections_{0};
  std::atomic<bool> stop_{false};
  int listener_ = -1;
  sockaddr_in address_{};
  std::thread thread_;
};

}  // namespace shiptag::tests
