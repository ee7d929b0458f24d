#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "adapters/git_wire/http_tag_store.hpp"
#include "adapters/http/curl_client.hpp"
#include "adapters/system/system_clock.hpp"
#include "contract/git_ground.hpp"

namespace shiptag::contract {
namespace {

using namespace adapters;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set; see serve.py");
  return value;
}

class Silence final : public ports::Log {
 public:
  void debug(std::string_view /*line*/) override {}
};

/// A store with a connection of its own.
class Client final : public ports::TagStore {
 public:
  explicit Client(const std::string& url)
      : store_({http_, clock_, log_}, {git_wire::RemoteUrl::parse(url, "").value(), ""}) {}
  Expected<void> list(const std::vector<std::string>& prefixes, ports::TagSink& sink) override {
    return store_.list(prefixes, sink);
  }
  Expected<std::vector<ports::TagObject>> read(const std::vector<ports::TagRef>& tags) override {
    return store_.read(tags);
  }
  Expected<ports::Updated> update(const std::vector<ports::TagUpdate>& updates) override {
    return store_.update(updates);
  }
  Expected<void> check_writable() override { return store_.check_writable(); }

 private:
  http::CurlClient http_;
  system::SystemClock clock_;
  Silence log_;
  git_wire::HttpTagStore store_;
};

class HttpGround final : public GitGround {
 public:
  explicit HttpGround(const std::string& name)
      : GitGround(variable("SHIPTAG_TEST_GIT_ROOT") + "/" + name),
        url_(variable("SHIPTAG_TEST_GIT_URL") + "/" + name) {}
  std::unique_ptr<ports::TagStore> open() override { return std::make_unique<Client>(url_); }

 private:
  std::string url_;
};

}  // namespace

std::unique_ptr<Ground> make_ground() {
  static std::atomic<int> count = 0;
  return std::make_unique<HttpGround>("project-" + std::to_string(++count) + ".git");
}

}  // namespace shiptag::contract
