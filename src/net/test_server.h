// A server with a handler for tests, over real sockets on the loopback interface. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/block_on.h"
#include "base/log.h"
#include "base/random.h"
#include "net/gzip.h"
#include "net/server.h"
#include "net/test_client.h"

namespace stator::net {

// Answers with what it got, or as the path says. Runs one server a test.
class ServerTest : public testing::Test {
 protected:
  explicit ServerTest(std::size_t memory = base::ByteBudget::kDefaultCapacity,
                      std::chrono::milliseconds memory_wait = base::ByteBudget::kDefaultWait)
      : budget_(memory, memory_wait) {
    base::set_log_level(base::LogLevel::kOff);
  }
  ~ServerTest() override {
    if (server_) {
      EXPECT_TRUE(stop());
    }
    base::set_log_level(base::LogLevel::kInfo);
  }

  void start() {
    loops_.start();
    server_.emplace(options_, loops_, pool_, budget_, [this](Request& request) { return handle(request); });
    const ListenAddress address{"127.0.0.1", 0};
    auto endpoints = server_->listen({&address, 1});
    ASSERT_TRUE(endpoints.ok());
    port_ = endpoints->front().port;
    server_->start();
  }

  bool stop(std::chrono::milliseconds limit = std::chrono::seconds(1)) {
    const bool clean = base::block_on(server_->stop(limit));
    if (clean) server_.reset();
    return clean;
  }

  TestClient connect() { return TestClient(port_); }

  base::Task<Response> handle(Request& request) {
    ++handled_;
    EXPECT_NE(base::Executor::current(), &pool_);
    if (request.path == "/throw-elsewhere") co_await base::switch_to(pool_);
    if (request.path.starts_with("/throw")) throw std::runtime_error("on purpose");
    if (request.path == "/wait") co_await release_;
    if (request.stream != nullptr) {
      auto streamed = co_await handle_stream(request);
      co_return streamed;
    }
    if (request.path == "/large") co_return Response(200, "text/plain", large_);
    std::string text = std::string(request.method) + " " + std::string(request.target) + "\n";
    Response response(200, "text/plain", text + request.body);
    if (request.path == "/crc") response.crc32_header = "x-crc";
    if (request.path == "/empty") response.status = 204;
    EXPECT_GE(request.body.capacity(),
              request.body.empty() ? 0 : request.body.size() + Request::kBodyPadding);
    co_return response;
  }

  // Answers with the body as it came, piece by piece; "/ignore" reads none of it.
  base::Task<Response> handle_stream(Request& request) {
    std::string text;
    std::string buffer(10'000, 0);
    std::size_t bytes = request.path == "/ignore" ? 0 : buffer.size();
    while (bytes == buffer.size()) {
      auto count = co_await request.stream->read(buffer);
      if (!count.ok()) {
        ++cut_off_;
        co_return Response(400, "text/plain", count.error() == BodyError::kCutOff ? "cut off" : "malformed");
      }
      bytes = *count;
      text.append(buffer, 0, bytes);
    }
    Response response;
    response.source = std::make_unique<TextSource>(std::move(text));
    co_return response;
  }

  class TextSource final : public BodySource {
   public:
    explicit TextSource(std::string text) : text_(std::move(text)) {}
    std::uint64_t size() const override { return text_.size(); }
    base::Task<bool> read(std::span<char> buffer) override {
      if (text_ == "fail") co_return false;
      text_.copy(buffer.data(), buffer.size(), at_);
      at_ += buffer.size();
      co_return true;
    }

   private:
    const std::string text_;
    std::size_t at_ = 0;
  };

  static std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
  }
  static std::string post(std::string_view body, std::string_view headers = "") {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
  }
  static std::string random_text(std::size_t size) {
    base::SeededRandom random(size);
    std::string text(size, '\0');
    for (char& c : text) c = static_cast<char>('a' + random.below(26));
    return text;
  }

  static std::string packed(std::string text) {
    Body body(std::move(text));
    return gzip(body).text();
  }

  Options options_;
  base::EventLoopGroup loops_{2};
  base::ThreadPool pool_{1};
  base::ByteBudget budget_;
  std::optional<Server> server_;
  std::uint16_t port_ = 0;
  std::atomic<int> handled_ = 0;
  std::atomic<int> cut_off_ = 0;  // streams that failed
  base::Completion<int> release_;
  std::string large_ = std::string(3'000'000, 'x');
};

}  // namespace stator::net
