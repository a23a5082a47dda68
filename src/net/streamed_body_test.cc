// Bodies that pass through the server in pieces.
#include <gtest/gtest.h>

#include <thread>

#include "net/test_server.h"

namespace stator::net {
namespace {

using namespace std::chrono_literals;

class StreamedBodyTest : public ServerTest {
 protected:
  StreamedBodyTest() : ServerTest(kMemory, 100ms) {
    options_.streams_body = [](const Request& request) { return request.method == "PUT"; };
    options_.max_body_bytes = 1000;
    options_.stream_memory = kMemory;
  }
  static constexpr std::size_t kMemory = 300'000;

  static std::string put(std::string_view body, std::string_view headers = "", std::string_view path = "/") {
    return "PUT " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
  }
  static std::string put_chunked(std::string_view body, std::size_t chunk) {
    std::string text = "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += chunk) {
      const std::string_view piece = body.substr(at, chunk);
      char length[16];
      std::snprintf(length, sizeof length, "%zx\r\n", piece.size());
      text.append(length).append(piece).append("\r\n");
    }
    return text + "0\r\n\r\n";
  }
  void wait_for_cut_off() {
    while (cut_off_ == 0) std::this_thread::yield();
  }
};

TEST_F(StreamedBodyTest, AllSizesAndWhatFollows) {
  start();
  TestClient client = connect();
  // Larger than the limit of whole bodies, and than the memory.
  for (const std::size_t size : {0, 1, 1001, 9'999, 10'000, 10'001, 65'536, 1'000'000}) {
    const std::string body = random_text(size);
    ASSERT_TRUE(client.send(put(body) + get("/next")));
    EXPECT_EQ(client.read_response().body, body);
    EXPECT_EQ(client.read_response().body, "GET /next\n");
    for (const std::size_t chunk : {7, 5'000, 200'000}) {
      ASSERT_TRUE(client.send(put_chunked(body, chunk) + get("/next")));
      EXPECT_EQ(client.read_response().body, body);
      EXPECT_EQ(client.read_response().body, "GET /next\n");
    }
  }
  EXPECT_EQ(client.request(post(random_text(1001))).status, 413);  // those that are no streams
}

TEST_F(StreamedBodyTest, ByteByByte) {
  start();
  TestClient client = connect();
  for (const std::string& message : {put("hello"), put_chunked("hello", 2)}) {
    for (const char c : message) ASSERT_TRUE(client.send({&c, 1}));
    EXPECT_EQ(client.read_response().body, "hello");
  }
}

TEST_F(StreamedBodyTest, EncodingsAreTheHandlersBusiness) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(put("as it is", "Content-Encoding: aws-chunked\r\n")).body, "as it is");
  EXPECT_EQ(client.request(put("not gzip", "Content-Encoding: gzip\r\n")).body, "not gzip");
  EXPECT_EQ(client.request(put(std::string(5000, 'x'), "Accept-Encoding: gzip\r\n")).body.size(), 5000u);
  EXPECT_EQ(client.request(post("x", "Content-Encoding: aws-chunked\r\n")).status, 415);
}

TEST_F(StreamedBodyTest, AsksForTheBodyWhenTheHandlerReads) {
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_response().status, 100);
  EXPECT_EQ(client.request("abc").body, "abc");
  // Also for nothing.
  ASSERT_TRUE(client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_response().status, 100);
  EXPECT_EQ(client.read_response().status, 200);
  // A handler that refuses does not ask, and the connection cannot go on.
  const TestResponse refused =
      client.request("PUT /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(refused.header("connection"), "close");
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(StreamedBodyTest, WhatIsLeftUnreadEndsTheConnection) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(put("", "", "/ignore")).header("connection"), "");
  EXPECT_EQ(client.request(put(random_text(500'000), "", "/ignore")).header("connection"), "close");
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(StreamedBodyTest, CutOffAndMalformed) {
  start();
  TestClient gone = connect();
  ASSERT_TRUE(gone.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc"));
  gone.finish_sending();
  EXPECT_EQ(gone.read_response().body, "cut off");
  TestClient liar = connect();
  const TestResponse answer =
      liar.request("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n");
  EXPECT_EQ(answer.body, "malformed");
  EXPECT_TRUE(liar.closed_by_server());
}

TEST_F(StreamedBodyTest, SlowClientsAreCutOff) {
  options_.body_timeout = 20ms;
  start();
  TestClient slow = connect();
  ASSERT_TRUE(slow.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc"));
  EXPECT_TRUE(slow.closed_by_server());
  wait_for_cut_off();
}

TEST_F(StreamedBodyTest, ReadersThatStopAreCutOff) {
  options_.write_timeout = 20ms;
  start();
  TestClient slow = connect();
  ASSERT_TRUE(slow.send(put(random_text(30'000'000))));
  while (server_->connections() > 0) std::this_thread::yield();
}

TEST_F(StreamedBodyTest, ASourceThatFailsCutsTheConnection) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(put("fail")).status, 0);
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(StreamedBodyTest, WaitsForMemoryAndSaysWhenThereIsNone) {
  start();
  TestClient holder = connect();
  ASSERT_TRUE(holder.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na"));
  while (budget_.available() > 0) std::this_thread::yield();
  TestClient other = connect();
  EXPECT_EQ(other.request(put("x")).status, 503);
  EXPECT_EQ(holder.request("bc").body, "abc");
  TestClient third = connect();
  EXPECT_EQ(third.request(put("x")).body, "x");
}

}  // namespace
}  // namespace stator::net
