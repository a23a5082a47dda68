// What connections hold of the memory for requests and responses, and what happens when it is in use.
#include <gtest/gtest.h>

#include <thread>

#include "net/test_server.h"

namespace stator::net {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMemory = 1'000'000;

class MemoryTest : public ServerTest {
 protected:
  explicit MemoryTest(std::chrono::milliseconds wait = 10s) : ServerTest(kMemory, wait) {}

  std::int64_t held() const { return static_cast<std::int64_t>(kMemory) - budget_.available(); }
  void await(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::yield();
  }
};

class ShortWaitTest : public MemoryTest {
 protected:
  ShortWaitTest() : MemoryTest(50ms) {
    options_.linger_timeout = 40ms;
  }  // the server looks at the clock as often
};

TEST_F(ShortWaitTest, BodyThatFindsNoMemoryIsRefused) {
  auto taken = budget_.charge(kMemory);
  start();
  TestClient client = connect();
  const TestResponse refused = client.request(post(random_text(100'000)));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("connection"), "close");  // its body was not read
  EXPECT_NE(refused.body.find("try again"), std::string::npos);
  EXPECT_EQ(handled_, 0);
  taken.release();
  EXPECT_EQ(connect().request(post(random_text(100'000))).status, 200);
}

TEST_F(ShortWaitTest, SmallRequestsAreRefusedWhileMemoryIsOverdrawn) {
  auto taken = budget_.charge(kMemory + 1);
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(get("/")).status, 503);
  EXPECT_EQ(handled_, 0);
  taken.release();
  EXPECT_EQ(client.request(get("/")).status, 200);  // on the same connection
}

TEST_F(ShortWaitTest, WhatTheRequestBeforeHadIsNoPassWhileMemoryIsOverdrawn) {
  start();
  TestClient client = connect();
  EXPECT_EQ(client.request(post(random_text(100'000))).status, 200);
  auto taken = budget_.charge(kMemory + 1);
  EXPECT_EQ(client.request(get("/")).status, 503);
  EXPECT_EQ(handled_, 1);
}

TEST_F(MemoryTest, SmallRequestsPassWhileLargeOnesWait) {
  auto taken = budget_.charge(kMemory);
  start();
  TestClient large = connect();
  ASSERT_TRUE(large.send(post(random_text(100'000))));
  await([&] { return budget_.has_waiters(); });
  EXPECT_EQ(connect().request(get("/")).status, 200);
  taken.release();
  EXPECT_EQ(large.read_response().status, 200);
}

TEST_F(MemoryTest, ABodyTakesAsMuchAsItsHandlerNeeds) {
  options_.memory_per_body_byte = 4;
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send("POST /wait HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                          std::string(100'000, 'x')));
  await([&] { return handled_ == 1; });
  EXPECT_EQ(held(), 400'000);
  release_.set(1);
  EXPECT_EQ(client.read_response().status, 200);
  await([&] { return held() == 0; });
}

TEST_F(MemoryTest, WhoDoesNotReadHoldsWhatIsLeftOfOneResponse) {
  large_ = std::string(30'000'000, 'x');
  start();
  TestClient client = connect();
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += get("/large");
  ASSERT_TRUE(client.send(requests));
  await([&] { return held() > 0; });
  EXPECT_LT(held(), 30'000'000);
  EXPECT_EQ(handled_, 1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.read_response().body.size(), large_.size());
  EXPECT_LE(handled_, 4);
}

// The bytes of requests that are not looked at yet stay in the kernel, and so with the client.
TEST_F(MemoryTest, PipelinedRequestsAreNotReadAhead) {
  start();
  TestClient client = connect();
  ASSERT_TRUE(client.send(get("/wait")));
  await([&] { return handled_ == 1; });
  const std::string requests = get("/", "A: " + std::string(10'000, 'x') + "\r\n");
  std::size_t taken = 0;
  ssize_t sent = 0;
  while ((sent = ::send(client.fd(), requests.data(), requests.size(), MSG_NOSIGNAL | MSG_DONTWAIT)) > 0) {
    taken += static_cast<std::size_t>(sent);
    ASSERT_LT(taken, 100'000'000u);  // the kernel's buffers have an end
  }
  EXPECT_EQ(handled_, 1);
  EXPECT_EQ(held(), 0);
  release_.set(1);
  EXPECT_EQ(client.read_response().status, 200);
}

TEST_F(MemoryTest, AReaderWithoutProgressIsClosedWhenOthersWait) {
  options_.stall_timeout = 20ms;
  options_.linger_timeout = 40ms;  // the server looks at the clock as often
  large_ = std::string(30'000'000, 'x');
  start();
  TestClient stalled = connect();
  ASSERT_TRUE(stalled.send(get("/large")));
  await([&] { return held() > static_cast<std::int64_t>(kMemory); });
  EXPECT_EQ(connect().request(get("/")).status, 200);  // waits, until the other one is closed
  EXPECT_EQ(stalled.read_response().status, 0);
  EXPECT_EQ(held(), 0);
}

TEST_F(MemoryTest, ASenderWithoutProgressIsClosedWhenOthersWait) {
  options_.stall_timeout = 20ms;
  options_.linger_timeout = 40ms;
  start();
  TestClient stalled = connect();
  ASSERT_TRUE(stalled.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\nhalf"));
  await([&] { return held() == 900'000; });
  EXPECT_EQ(connect().request(post(random_text(200'000))).status, 200);
  EXPECT_EQ(stalled.read_response().status, 408);
}

TEST_F(MemoryTest, ASenderWithoutProgressMayStayWhileNobodyWaits) {
  options_.stall_timeout = 1ms;
  options_.linger_timeout = 4ms;
  start();
  TestClient slow = connect();
  const std::string body = random_text(200'000);
  ASSERT_TRUE(slow.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + body.substr(0, 10)));
  await([&] { return held() == 200'000; });
  TestClient other = connect();
  const auto later = std::chrono::steady_clock::now() + 20ms;
  while (std::chrono::steady_clock::now() < later) EXPECT_EQ(other.request(get("/")).status, 200);
  EXPECT_EQ(slow.request(body.substr(10)).body, "POST /\n" + body);
}

TEST_F(MemoryTest, ALongHeadCountsUntilItIsAnswered) {
  start();
  TestClient client = connect();
  const std::string head =
      "POST /wait HTTP/1.1\r\nHost: h\r\nA: " + std::string(40'000, 'x') + "\r\nContent-Length: 2\r\n\r\n";
  ASSERT_TRUE(client.send(head.substr(0, head.size() - 2)));
  await([&] { return held() == 64 * 1024; });
  ASSERT_TRUE(client.send("\r\n"));
  await([&] { return held() == static_cast<std::int64_t>(head.size()) + 2; });
  ASSERT_TRUE(client.send("{}"));
  await([&] { return handled_ == 1; });
  release_.set(1);
  EXPECT_EQ(client.read_response().status, 200);
  await([&] { return held() == 0; });
}

// Clients that have all but the end of what their request needs memory for, and a budget with nothing left
// but what they hold.
class WaitingTest : public MemoryTest {
 protected:
  static constexpr std::size_t kHeadBytes = 40'000;
  static constexpr std::size_t kLeaseBytes = 64 * 1024;  // of a head that has not come whole

  static std::string long_head(std::size_t body_bytes) {
    std::string head =
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body_bytes) + "\r\nA: ";
    head.resize(kHeadBytes - 4, 'x');
    return head + "\r\n\r\n";
  }

  // Has sent all but the last two bytes.
  TestClient begin(const std::string& request, std::int64_t held_bytes) {
    const std::int64_t before = held();
    TestClient client = connect();
    EXPECT_TRUE(client.send(std::string_view(request).substr(0, request.size() - 2)));
    await([&] { return held() == before + held_bytes; });
    return client;
  }
  static void end(TestClient& client, const std::string& request) {
    EXPECT_TRUE(client.send(std::string_view(request).substr(request.size() - 2)));
  }
  base::ByteBudget::Lease take_the_rest() {
    return budget_.charge(static_cast<std::size_t>(budget_.available()));
  }
};

TEST_F(WaitingTest, HeadsThatWaitForTheirBodiesHaveABound) {
  options_.waiting_memory = 2 * kHeadBytes;
  start();
  const std::string head = long_head(100'000);
  std::vector<TestClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(begin(head, kLeaseBytes));
  auto taken = take_the_rest();
  for (int i = 0; i < 2; ++i) {
    const std::int64_t before = held();
    end(clients[i], head);
    await([&] { return held() < before; });  // waits, and locks nobody out meanwhile
  }
  EXPECT_EQ(server_->waiting_memory(), 2 * kHeadBytes);
  end(clients[2], head);
  const TestResponse refused = clients[2].read_response();
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("try again"), std::string::npos);
  EXPECT_EQ(handled_, 0);
  EXPECT_TRUE(budget_.has_waiters());
  taken.release();
  const std::string body = random_text(100'000);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(clients[i].request(body).body, "POST /\n" + body);
  EXPECT_EQ(server_->waiting_memory(), 0u);
  // The place of those that do not wait any more is free.
  TestClient again = begin(head, kLeaseBytes);
  taken = take_the_rest();
  end(again, head);
  await([&] { return budget_.has_waiters(); });
  taken.release();
  EXPECT_EQ(again.request(body).status, 200);
}

TEST_F(WaitingTest, AHeadThatHoldsEnoughForItsBodyDoesNotWait) {
  options_.waiting_memory = 0;
  start();
  const std::string head = long_head(kLeaseBytes - kHeadBytes);
  TestClient client = begin(head, kLeaseBytes);
  auto taken = take_the_rest();
  TestClient other = connect();
  ASSERT_TRUE(other.send(post(random_text(100'000))));
  await([&] { return budget_.has_waiters(); });
  end(client, head);
  const std::string body = random_text(kLeaseBytes - kHeadBytes);
  EXPECT_EQ(client.request(body).body, "POST /\n" + body);
  EXPECT_EQ(handled_, 1);
  taken.release();
  EXPECT_EQ(other.read_response().status, 200);
}

TEST_F(WaitingTest, AHeadGrowsWhereNobodyWaits) {
  options_.waiting_memory = 0;
  start();
  const std::string head = long_head(100'000);
  TestClient client = begin(head, kLeaseBytes);
  end(client, head);
  await([&] { return held() == static_cast<std::int64_t>(kHeadBytes) + 100'000; });
  EXPECT_EQ(client.request(random_text(100'000)).status, 200);
  await([&] { return held() == 0; });
}

TEST_F(WaitingTest, PackedBodiesThatWaitForTheirExpansionHaveABound) {
  options_.waiting_memory = 150'000;
  start();
  const std::string body = random_text(150'000);
  const std::string request = post(packed(body), "Content-Encoding: gzip\r\n");
  const auto packed_bytes = static_cast<std::int64_t>(packed(body).size());
  std::vector<TestClient> clients;
  for (int i = 0; i < 2; ++i) clients.push_back(begin(request, packed_bytes));
  auto taken = take_the_rest();
  end(clients[0], request);
  await([&] { return budget_.has_waiters(); });
  end(clients[1], request);
  EXPECT_EQ(clients[1].read_response().status, 503);
  taken.release();
  EXPECT_EQ(clients[0].read_response().body, "POST /\n" + body);
}

TEST_F(WaitingTest, ChunksThatWaitForMoreHaveABound) {
  options_.waiting_memory = 100'000;  // 64 KB of one, or all that was sent of it, and not of two
  start();
  const std::string request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n" +
                              random_text(100'000) + "\r\n0\r\n\r\n";
  const std::string_view all = request;
  std::vector<TestClient> clients;
  for (int i = 0; i < 2; ++i) clients.push_back(begin(request.substr(0, 1000), kLeaseBytes));
  auto taken = take_the_rest();
  ASSERT_TRUE(clients[0].send(all.substr(998, 89'000)));
  await([&] { return budget_.has_waiters(); });
  ASSERT_TRUE(clients[1].send(all.substr(998, 89'000)));
  EXPECT_EQ(clients[1].read_response().status, 503);
  taken.release();
  EXPECT_EQ(clients[0].request(all.substr(998 + 89'000)).status, 200);
}

TEST_F(MemoryTest, AnOrdinaryHeadCountsForNothing) {
  start();
  TestClient client = connect();
  const std::string head = "GET /wait HTTP/1.1\r\nHost: h\r\nA: " + std::string(3'000, 'x') + "\r\n\r\n";
  ASSERT_TRUE(client.send(head.substr(0, head.size() - 2)));
  EXPECT_EQ(connect().request(get("/")).status, 200);
  EXPECT_EQ(held(), 0);
  ASSERT_TRUE(client.send("\r\n"));
  await([&] { return handled_ == 2; });
  EXPECT_EQ(held(), 0);
  release_.set(1);
  EXPECT_EQ(client.read_response().status, 200);
}

TEST_F(MemoryTest, AHeadWithoutProgressIsClosedWhenOthersWait) {
  options_.stall_timeout = 20ms;
  options_.linger_timeout = 40ms;
  start();
  std::vector<TestClient> stalled;
  // As many as there is memory for: one more would wait, and the others would begin to go.
  const std::size_t head_bytes = options_.parser.max_head_bytes;
  for (std::size_t i = 0; i < kMemory / head_bytes; ++i) {
    stalled.push_back(connect());
    ASSERT_TRUE(stalled.back().send("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(10'000, 'x')));
  }
  await([&] { return held() == static_cast<std::int64_t>(stalled.size() * head_bytes); });
  EXPECT_EQ(connect().request(post(random_text(200'000))).status, 200);
}

}  // namespace
}  // namespace stator::net
