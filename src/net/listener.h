// Addresses to listen on, and the sockets that do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace stator::net {

struct ListenAddress {
  std::string host;             // a name or an address, without brackets; "*" = every address
  std::uint16_t port = 0;       // 0 = a free one
  bool may_be_missing = false;  // a machine without this address (say, without IPv6) is not an error

  bool operator==(const ListenAddress&) const = default;
};

// What a socket really listens on.
struct BoundEndpoint {
  std::string host;  // an address, without brackets
  std::uint16_t port = 0;
  bool secure = false;  // TLS

  std::string text() const;  // "127.0.0.1:8000", "[::1]:8000"
  std::string url() const { return (secure ? "https://" : "http://") + text(); }
};

enum class ListenErrorCode { kInUse, kDenied, kUnknownHost, kNoSuchAddress, kOther };

struct ListenError {
  ListenErrorCode code;
  std::string message;  // one line that names the address
};

// "127.0.0.1:8000", "[::1]:8000", "localhost:0", "*:8000". The error is one line for people.
base::Result<ListenAddress, ListenError> parse_listen_address(std::string_view text);

// Owns a file descriptor.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd();

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

struct Listener {
  UniqueFd socket;  // non-blocking
  int family = 0;   // AF_INET or AF_INET6
  BoundEndpoint endpoint;
  // What Request::remote_address says of everybody who connects here; empty: his address.
  std::string label;
};

// Opens a socket for each address that the host stands for. Empty if the address may be missing and is.
// Blocks while a name is looked up.
base::Result<std::vector<Listener>, ListenError> open_listeners(const ListenAddress& address);

}  // namespace stator::net
