// A plain blocking HTTP client for tests, which can misbehave.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "net/listener.h"
#include "net/request.h"

namespace stator::net {

struct TestResponse {
  int status = 0;  // 0: the connection ended before a whole response
  std::string head;
  std::string body;

  std::string header(std::string_view name) const {
    std::size_t line = head.find("\r\n") + 2;
    while (line < head.size()) {
      const std::size_t end = head.find("\r\n", line);
      const std::size_t colon = head.find(": ", line);
      if (equal_ignoring_case(std::string_view(head).substr(line, colon - line), name)) {
        return head.substr(colon + 2, end - colon - 2);
      }
      line = end + 2;
    }
    return "";
  }
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};  // a test that hangs fails instead
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }

  // False if the server does not take it.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  TestResponse read_response(bool head_only = false) {
    TestResponse response;
    std::size_t head_end;
    while ((head_end = input_.find("\r\n\r\n")) == input_.npos) {
      if (!receive()) return response;
    }
    response.head = input_.substr(0, head_end + 2);
    input_.erase(0, head_end + 4);
    const std::string length = response.header("content-length");
    const std::size_t size = length.empty() || head_only ? 0 : std::stoul(length);
    while (input_.size() < size) {
      if (!receive()) return response;
    }
    response.body = input_.substr(0, size);
    input_.erase(0, size);
    response.status = std::atoi(response.head.c_str() + sizeof "HTTP/1.1");
    return response;
  }

  TestResponse request(std::string_view bytes) {
    EXPECT_TRUE(send(bytes));
    return read_response();
  }

  // Reads until the server has closed; false if it keeps the connection open.
  bool closed_by_server() {
    while (receive()) {
    }
    return ended_;
  }

  void finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }
  int fd() const { return socket_.get(); }

 private:
  bool receive() {
    char bytes[65536];
    const ssize_t count = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    if (count > 0) {
      input_.append(bytes, static_cast<std::size_t>(count));
      return true;
    }
    ended_ = count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
    return false;
  }

  UniqueFd socket_;
  std::string input_;
  bool ended_ = false;
};

}  // namespace stator::net
