// The whole HTTP server over real sockets on the loopback interface.
#include "net/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "base/block_on.h"
#include "base/crc32.h"
#include "base/log.h"
#include "base/random.h"
#include "net/gzip.h"
#include "net/test_server.h"

namespace stator::net {
namespace {

using namespace std::chrono_literals;
using base::block_on;

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  start();
  TestClient client = connect();
  for (int i = 0; i < 3; ++i) {
    const TestResponse response = client.request(get("/path?q=" + std::to_string(i)));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "GET /path?q=" + std::to_string(i) + "\n");
    EXPECT_EQ(response.header("server"), "stator");
    EXPECT_EQ(response.header("content-type"), "text/plain");
    EXPECT_EQ(response.header("date").size(), std::string("Sun, 06 Nov 1994 08:49:37 GMT").size());
    EXPECT_EQ(response.header("connection"), "");
  }
  EXPECT_EQ(server_->connections(), 1u);
}

TEST_F(ServerTest, ClosesWhenAsked) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(get("/", "Connection: close\r\n")).header("connection"), "close");
  EXPECT_TRUE(client.closed_by_server());
  TestClient old = connect();
  EXPECT_EQ(old.request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection"),
            "keep-alive");
  EXPECT_EQ(old.request("GET / HTTP/1.0\r\n\r\n").header("connection"), "close");
  EXPECT_TRUE(old.closed_by_server());
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  TestClient client = connect();
  std::string requests;
  for (int i = 0; i < 300; ++i) {
    requests += i % 3 == 0 ? get("/" + std::to_string(i)) : post("body " + std::to_string(i));
  }
  ASSERT_TRUE(client.send(requests));
  for (int i = 0; i < 300; ++i) {
    const TestResponse response = client.read_response();
    const std::string expected =
        i % 3 == 0 ? "GET /" + std::to_string(i) + "\n" : "POST /\nbody " + std::to_string(i);
    ASSERT_EQ(response.body, expected);
  }
}

TEST_F(ServerTest, TakesARequestByteByByte) {
  start();
  TestClient client = connect();
  for (const char c : post("hello")) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.read_response().body, "POST /\nhello");
}

TEST_F(ServerTest, BodiesOfAllSizes) {
  start();
  TestClient client = connect();
  for (const std::size_t size : {0, 1, 4096, 4097, 16'000, 17'000, 65'536, 1'000'000, 16 << 20}) {
    const std::string body = random_text(size);
    const TestResponse response = client.request(post(body));
    ASSERT_EQ(response.status, 200);
    ASSERT_EQ(response.body.size(), size + 7);
    ASSERT_TRUE(response.body.ends_with(body)) << size;
  }
}

TEST_F(ServerTest, ChunkedBodiesAndWhatFollowsThem) {
  start();
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::size_t size : {3, 10'000, 300'000}) {
    const std::string body = random_text(size);
    std::string message = head;
    for (std::size_t at = 0; at < size; at += 1000) {
      const std::string piece = body.substr(at, 1000);
      char length[16];
      std::snprintf(length, sizeof length, "%zx\r\n", piece.size());
      message += length + piece + "\r\n";
    }
    message += "0\r\n\r\n";
    TestClient client = connect();
    ASSERT_TRUE(client.send(message + get("/next") + message));
    EXPECT_EQ(client.read_response().body, "POST /\n" + body);
    EXPECT_EQ(client.read_response().body, "GET /next\n");
    EXPECT_EQ(client.read_response().body, "POST /\n" + body);
  }
}

TEST_F(ServerTest, GzipRequests) {
  start();
  TestClient client = connect();
  for (const std::size_t size : {5, 100'000, 1'500'000}) {  // the last one is expanded on the pool
    const std::string body = random_text(size);
    const TestResponse response = client.request(post(packed(body), "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(response.body, "POST /\n" + body);
  }
}

TEST_F(ServerTest, GzipResponses) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(get("/", "Accept-Encoding: gzip\r\n")).header("content-encoding"),
            "");  // too small
  const std::string accept = "Accept-Encoding: deflate, gzip\r\n";
  for (const std::string& path : {std::string("/large"), "/" + std::string(2000, 'y')}) {
    const TestResponse packed = client.request(get(path, accept));
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    const std::string expected = client.request(get(path)).body;
    EXPECT_LT(packed.body.size(), expected.size());
    EXPECT_EQ(gunzip(packed.body, 10'000'000).value(), expected);
  }
}

TEST_F(ServerTest, ChecksumIsOfTheBytesSent) {
  start();
  TestClient client = connect();
  const std::string path = "/crc?" + std::string(3000, 'z');
  for (const char* headers : {"", "Accept-Encoding: gzip\r\n"}) {
    const TestResponse response = client.request(get(path, headers));
    EXPECT_EQ(response.header("x-crc"), std::to_string(base::crc32(response.body)));
  }
}

TEST_F(ServerTest, HeadHasNoBody) {
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_EQ(client.read_response(/*head_only=*/true).header("content-length"), "8");
  EXPECT_EQ(client.request(get("/empty")).header("content-length"), "");
  EXPECT_EQ(client.request("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").body, "OPTIONS *\n");
}

TEST_F(ServerTest, LargeResponseToASlowReader) {
  large_ = random_text(20'000'000);
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send(get("/large")));
  EXPECT_EQ(client.read_response().body, large_);
  EXPECT_EQ(budget_.available(), static_cast<std::int64_t>(base::ByteBudget::kDefaultCapacity));
}

TEST_F(ServerTest, ExpectContinue) {
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_response().status, 100);
  EXPECT_EQ(client.request("hello").body, "POST /\nhello");
  // Not asked for when it is on its way already.
  EXPECT_EQ(client.request(post("hello", "Expect: 100-continue\r\n")).body, "POST /\nhello");
  // Refused before it is sent.
  EXPECT_EQ(
      client.request("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n")
          .status,
      413);
}

TEST_F(ServerTest, RefusesWithAnAnswerAndCloses) {
  start();
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::pair<std::string, int> cases[] = {
      {"nonsense\r\n\r\n", 400},
      {get("/", "A: " + std::string(1 << 20, 'x') + "\r\n"), 431},
      {post(std::string((16 << 20) + 1, 'x')), 413},
      {chunked + "1000001\r\n" + std::string((16 << 20) + 1, 'x') + "\r\n0\r\n\r\n", 413},
      {chunked + "oops\r\n", 400},
      {post(packed(std::string((16 << 20) + 1, 'x')), "Content-Encoding: gzip\r\n"), 413},
      {post("not gzip", "Content-Encoding: gzip\r\n"), 400},
      {post("x", "Content-Encoding: zstd\r\n"), 415},
      {post("abc", "Transfer-Encoding: chunked\r\n"), 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
  };
  for (const auto& [text, status] : cases) {
    TestClient client = connect();
    EXPECT_TRUE(client.send(text + get("/smuggled")));
    const TestResponse response = client.read_response();
    EXPECT_EQ(response.status, status) << text.substr(0, 100);
    EXPECT_EQ(response.header("connection"), "close");
    EXPECT_TRUE(response.body.starts_with("{\"message\":\"")) << response.body;
    client.finish_sending();
    EXPECT_TRUE(client.closed_by_server());
  }
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(connect().request(get("/")).status, 200);
}

TEST_F(ServerTest, ExceptionInAHandlerIsAnInternalError) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(get("/throw")).status, 500);
  EXPECT_EQ(client.request(get("/")).status, 200);
  // The next one is handled on the loop, wherever the last handler was.
  ASSERT_TRUE(client.send(get("/throw-elsewhere") + get("/next")));
  EXPECT_EQ(client.read_response().status, 500);
  EXPECT_EQ(client.read_response().status, 200);
}

TEST_F(ServerTest, SurvivesClientsThatLeave) {
  start();
  connect().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nonly a part");
  connect().send("GET / HTT");
  connect().send(get("/large"));
  TestClient half = connect();
  half.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf");
  half.finish_sending();
  EXPECT_TRUE(half.closed_by_server());
  EXPECT_EQ(connect().request(get("/")).status, 200);
}

TEST_F(ServerTest, SlowClientsAreClosed) {
  options_.head_timeout = 20ms;
  options_.body_timeout = 20ms;
  start();
  TestClient slow_head = connect();
  ASSERT_TRUE(slow_head.send("GET / HTTP/1.1\r\nHo"));
  EXPECT_EQ(slow_head.read_response().status, 408);
  EXPECT_TRUE(slow_head.closed_by_server());
  TestClient slow_body = connect();
  ASSERT_TRUE(slow_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf"));
  EXPECT_EQ(slow_body.read_response().status, 408);
  EXPECT_TRUE(slow_body.closed_by_server());
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerTest, IdleConnectionsAreClosed) {
  options_.idle_timeout = 20ms;
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(get("/")).status, 200);
  EXPECT_TRUE(client.closed_by_server());
  TestClient silent = connect();
  EXPECT_TRUE(silent.closed_by_server());
}

TEST_F(ServerTest, ReaderThatStallsIsClosed) {
  options_.write_timeout = 20ms;
  large_ = std::string(30'000'000, 'x');
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send(get("/large")));
  while (handled_ == 0 || server_->connections() > 0) std::this_thread::yield();
  EXPECT_EQ(client.read_response().status, 0);  // cut off
}

TEST_F(ServerTest, RefusesConnectionsBeyondTheLimit) {
  options_.max_connections = 2;
  start();
  TestClient first = connect(), second = connect();
  EXPECT_EQ(first.request(get("/")).status, 200);
  EXPECT_EQ(second.request(get("/")).status, 200);
  TestClient third = connect();
  EXPECT_EQ(third.read_response().status, 503);
  EXPECT_TRUE(third.closed_by_server());
  EXPECT_EQ(first.request(get("/", "Connection: close\r\n")).status, 200);
  EXPECT_TRUE(first.closed_by_server());
  while (server_->connections() > 1) std::this_thread::yield();
  EXPECT_EQ(connect().request(get("/")).status, 200);
}

TEST_F(ServerTest, BodiesWaitForTheByteBudget) {
  auto taken = budget_.charge(base::ByteBudget::kDefaultCapacity);
  start();
  TestClient client = connect();
  const std::string body = random_text(100'000);
  ASSERT_TRUE(client.send(post(body)));
  EXPECT_EQ(connect().request(post("small ones pass")).status, 200);
  EXPECT_EQ(handled_, 1);
  taken.release();
  EXPECT_EQ(client.read_response().body, "POST /\n" + body);
}

TEST_F(ServerTest, StopLetsARequestInFlightFinish) {
  start();
  TestClient idle = connect();
  EXPECT_EQ(idle.request(get("/")).status, 200);
  TestClient busy = connect();
  ASSERT_TRUE(busy.send(get("/wait")));
  while (handled_ < 2) std::this_thread::yield();
  // Connections are dealt in turn: these two are on the same loops as the two above.
  TestClient silent = connect(), neighbour = connect();
  while (server_->connections() < 4) std::this_thread::yield();
  std::thread stopper([this] { EXPECT_TRUE(stop(10s)); });
  EXPECT_TRUE(idle.closed_by_server());
  EXPECT_TRUE(neighbour.closed_by_server());  // so the loop of the busy one knows
  release_.set(1);
  const TestResponse response = busy.read_response();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_TRUE(busy.closed_by_server());
  EXPECT_TRUE(silent.closed_by_server());
  stopper.join();
}

TEST_F(ServerTest, StopHasALimit) {
  start();
  TestClient busy = connect();
  ASSERT_TRUE(busy.send(get("/wait")));
  TestClient half = connect();
  ASSERT_TRUE(half.send("GET / HT"));
  while (handled_ < 1) std::this_thread::yield();
  EXPECT_FALSE(block_on(server_->stop(1ms)));
  EXPECT_TRUE(busy.closed_by_server());
  EXPECT_TRUE(half.closed_by_server());
  release_.set(1);
  while (server_->connections() > 0) std::this_thread::yield();
  EXPECT_TRUE(stop());
}

TEST_F(ServerTest, ManyClientsAtOnce) {
  start();
  std::vector<std::thread> clients;
  std::atomic<int> good = 0;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      TestClient client = connect();
      for (int i = 0; i < 200; ++i) {
        const std::string body = random_text(static_cast<std::size_t>(c * 700 + i));
        if (client.request(post(body)).body == "POST /\n" + body) ++good;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 1600);
}

}  // namespace
}  // namespace stator::net
