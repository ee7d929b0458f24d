#include "adapters/http/curl_client.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <optional>
#include <ostream>

#include "adapters/system/interrupt.hpp"
#include "unit/adapters/http/loopback_server.hpp"

using namespace shiptag;
using namespace shiptag::adapters::http;
using shiptag::tests::LoopbackServer;
using shiptag::tests::Scripted;
using After = Scripted::After;

TEST_SUITE_BEGIN("adapters/http/curl_client");

namespace {

struct Received final : ResponseSink {
  int heads = 0;
  ResponseHead last = {};
  std::string bytes = {};
  Wanted wanted = Wanted::body;
  std::optional<Error> refuse_body = {};

  Expected<Wanted> head(const ResponseHead& head) override {
    ++heads;
    last = head;
    return wanted;
  }
  Expected<void> body(std::string_view more) override {
    if (refuse_body) return fail(*refuse_body);
    bytes += more;
    return {};
  }
};

const std::string hello = "HTTP/1.1 200 OK\r\nX-Name: Value \r\nContent-Length: 5\r\n\r\nhello";

Request post(const std::string& url) {
  return {.method = Method::post,
          .url = url,
          .headers = {{"X-Ours", "1"}},
          .body = std::string("a\0b", 3),
          .effect = Effect::write};
}

Stage stage_of(const tl::expected<void, Failure>& sent) {
  REQUIRE_FALSE(sent.has_value());
  return sent.error().stage;
}

}  // namespace

TEST_CASE("one connection serves several requests, and header names come in lower case") {
  LoopbackServer server({{hello}, {hello}});
  CurlClient client;
  Received first, second;
  CHECK(client.send({.url = server.url()}, first).has_value());
  CHECK(client.send(post(server.url()), second).has_value());
  CHECK(first.last.status == 200);
  CHECK(first.last.header("x-name") == "Value");
  CHECK(second.bytes == "hello");
  CHECK(server.connections() == 1);
  CHECK(server.requests().at(0).starts_with("GET / HTTP/1.1\r\n"));
  CHECK(server.requests().at(1).find("X-Ours: 1\r\n") != std::string::npos);
  CHECK(server.requests().at(1).find("Expect:") == std::string::npos);
  CHECK(server.requests().at(1).ends_with(std::string("\r\n\r\na\0b", 7)));
}

TEST_CASE("answers of status 1xx are passed over") {
  LoopbackServer server({{"HTTP/1.1 103 Early Hints\r\nX-Name: early\r\n\r\n" + hello}});
  CurlClient client;
  Received received;
  CHECK(client.send({.url = server.url()}, received).has_value());
  CHECK(received.heads == 1);
  CHECK(received.last.header("x-name") == "Value");
}

TEST_CASE("a redirect is an answer like any other") {
  LoopbackServer server({{"HTTP/1.1 301 Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"}});
  CurlClient client;
  Received received;
  CHECK(client.send({.url = server.url()}, received).has_value());
  CHECK(received.last.status == 301);
  CHECK(received.last.header("location") == "/there");
}

TEST_CASE("an answer of which only the status is wanted is abandoned, which is success") {
  LoopbackServer server(
      {{"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx", After::stay_silent}});
  CurlClient client;
  Received received;
  received.wanted = Wanted::nothing;
  CHECK(client.send({.url = server.url()}, received).has_value());
  CHECK(received.bytes.empty());
}

TEST_CASE("the sink's error comes back as it is") {
  LoopbackServer server({{hello}});
  CurlClient client;
  Received received;
  received.refuse_body = Error{ReasonCode::protocol, "no"};
  const auto sent = client.send({.url = server.url()}, received);
  CHECK(stage_of(sent) == Stage::stopped);
  CHECK(sent.error().error == Error{ReasonCode::protocol, "no"});
}

TEST_CASE("an answer that is too long is stopped") {
  LoopbackServer server({{hello}});
  CurlClient client;
  Received received;
  CHECK(stage_of(client.send({.url = server.url(), .longest_body = 4}, received)) ==
        Stage::stopped);
}

TEST_CASE("headers without end are stopped") {
  std::string endless = "HTTP/1.1 200 OK\r\n";
  while (endless.size() < 300000) endless += "X-More: " + std::string(1000, 'x') + "\r\n";
  LoopbackServer server({{endless, After::close}});
  CurlClient client;
  Received received;
  const Stage stage = stage_of(client.send({.url = server.url()}, received));
  CHECK((stage == Stage::stopped || stage == Stage::unknown));  // Newer curls have a cap as well.
}

TEST_CASE("a failure says whether anything was sent") {
  struct Row {
    std::string_view name;
    Scripted reply;
  };
  const Row rows[] = {
      {"closed without an answer", {"", After::close}},
      {"closed within the head", {"HTTP/1.1 200 OK\r\nContent-", After::close}},
      {"closed within the body",
       {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", After::close}},
      {"closed within a chunk",
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello", After::close}},
      {"no HTTP", {"SSH-2.0-server\r\n", After::close}},
      {"silent", {"", After::stay_silent}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    LoopbackServer server({row.reply});
    CurlClient client;
    Received received;
    Request request = post(server.url());
    request.timeout = std::chrono::milliseconds(300);
    const auto sent = client.send(request, received);
    CHECK(stage_of(sent) == Stage::unknown);
    CHECK(sent.error().error.code == ReasonCode::unavailable);
  }
  std::string closed_port;
  {
    LoopbackServer gone({});
    closed_port = gone.url();
  }
  CurlClient client;
  Received received;
  CHECK(stage_of(client.send(post(closed_port), received)) == Stage::not_sent);
  CHECK(stage_of(client.send({.url = "ftp://127.0.0.1/"}, received)) == Stage::hopeless);
}

TEST_CASE("a write on a connection that died is not sent again by itself, a read is") {
  LoopbackServer server({{hello}, {"", After::close}, {hello}});
  CurlClient client;
  Received received;
  REQUIRE(client.send({.url = server.url()}, received).has_value());
  CHECK(stage_of(client.send(post(server.url()), received)) == Stage::unknown);
  CHECK(client.send({.url = server.url()}, received).has_value());
  CHECK(server.requests().size() == 3);

  LoopbackServer another({{hello}, {"", After::close}, {hello}});
  REQUIRE(client.send({.url = another.url()}, received).has_value());
  CHECK(client.send({.url = another.url()}, received).has_value());
  CHECK(another.requests().size() == 3);
}

TEST_CASE("after a signal nothing is sent") {
  adapters::system::catch_interrupts();
  std::raise(SIGTERM);
  CurlClient client;
  Received received;
  const auto sent = client.send(post("http://127.0.0.1:9/"), received);
  adapters::system::forget_interrupt();
  CHECK(stage_of(sent) == Stage::interrupted);
  CHECK(sent.error().error.code == ReasonCode::interrupted);
}

TEST_CASE("a signal ends a read that waits for a silent server, and lets a write end") {
  adapters::system::catch_interrupts();
  const auto interrupt = [main = ::pthread_self()] { ::pthread_kill(main, SIGINT); };
  CurlClient client;
  Received received;
  {
    LoopbackServer server({{"", After::stay_silent, interrupt}});
    const auto before = std::chrono::steady_clock::now();
    CHECK(stage_of(client.send({.url = server.url()}, received)) == Stage::interrupted);
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(2));
  }
  adapters::system::forget_interrupt();
  {
    LoopbackServer server({{hello, After::keep_open, interrupt}});
    CHECK(client.send(post(server.url()), received).has_value());
    CHECK(received.bytes == "hello");
    CHECK(adapters::system::interrupted() == SIGINT);
  }
  adapters::system::forget_interrupt();
}

TEST_SUITE_END();
