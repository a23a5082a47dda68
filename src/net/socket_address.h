// The kernel's form of an IPv4 or IPv6 address with a port.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace stator::net {

class SocketAddress {
 public:
  // For calls like accept and getsockname, which fill both in.
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage_); }
  socklen_t* size_for_kernel() { return &size_; }

  std::string host() const;  // "127.0.0.1", "::1"; empty for another family
  std::uint16_t port() const;
  std::string text() const;  // "127.0.0.1:8000", "[::1]:8000"

 private:
  sockaddr_storage storage_{};
  socklen_t size_ = sizeof storage_;
};

}  // namespace stator::net
