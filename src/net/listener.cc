#include "net/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>

#include "net/socket_address.h"

namespace stator::net {

namespace {

constexpr int kBacklog = 4096;  // the kernel lowers it to net.core.somaxconn

std::string join_host_port(std::string_view host, std::uint16_t port) {
  const bool brackets = host.find(':') != host.npos;
  std::string text;
  if (brackets) text += '[';
  text += host;
  if (brackets) text += ']';
  return text + ':' + std::to_string(port);
}

ListenError error_from_errno(int error, const std::string& where) {
  const std::string start = "cannot listen on " + where + ": ";
  switch (error) {
    case EADDRINUSE:
      return {ListenErrorCode::kInUse, start + "another program uses this port"};
    case EACCES:
      return {ListenErrorCode::kDenied, start + "permission denied (ports below 1024 need privileges)"};
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return {ListenErrorCode::kNoSuchAddress, start + "this machine does not have this address"};
    default:
      return {ListenErrorCode::kOther, start + std::strerror(error)};
  }
}

base::Result<Listener, ListenError> open_one(const addrinfo& info, const std::string& where) {
  Listener listener;
  listener.family = info.ai_family;
  listener.socket = UniqueFd(::socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int fd = listener.socket.get();
  if (fd < 0) return error_from_errno(errno, where);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);  // a restart need not wait for old connections
  if (info.ai_family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(fd, info.ai_addr, info.ai_addrlen) != 0) return error_from_errno(errno, where);
  if (::listen(fd, kBacklog) != 0) return error_from_errno(errno, where);

  SocketAddress bound;
  if (::getsockname(fd, bound.get(), bound.size_for_kernel()) != 0) return error_from_errno(errno, where);
  listener.endpoint = {bound.host(), bound.port()};
  return listener;
}

}  // namespace

UniqueFd::~UniqueFd() {
  if (fd_ >= 0) ::close(fd_);
}

std::string BoundEndpoint::text() const { return join_host_port(host, port); }

base::Result<ListenAddress, ListenError> parse_listen_address(std::string_view text) {
  const ListenError malformed{ListenErrorCode::kOther, "cannot listen on '" + std::string(text) +
                                                           "': expected HOST:PORT or [IPV6]:PORT"};
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return malformed;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != host.npos) {
    return malformed;
  }
  if (host.empty()) return malformed;
  ListenAddress address;
  address.host = host;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) return malformed;
  return address;
}

base::Result<std::vector<Listener>, ListenError> open_listeners(const ListenAddress& address) {
  const std::string where = join_host_port(address.host, address.port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const char* host = address.host == "*" ? nullptr : address.host.c_str();
  const int error = ::getaddrinfo(host, std::to_string(address.port).c_str(), &hints, &found);
  if (error != 0) {
    return ListenError{
        ListenErrorCode::kUnknownHost,
        "cannot listen on " + where + ": the host name is not known (" + ::gai_strerror(error) + ")"};
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);

  std::vector<Listener> listeners;
  std::optional<ListenError> missing;
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    auto listener = open_one(*info, where);
    if (listener.ok()) {
      listeners.push_back(std::move(listener).value());
    } else if (listener.error().code == ListenErrorCode::kNoSuchAddress) {
      missing = listener.error();  // fine if the name has another address
    } else {
      return std::move(listener).error();
    }
  }
  if (listeners.empty() && missing && !address.may_be_missing) return *missing;
  return listeners;
}

}  // namespace stator::net
