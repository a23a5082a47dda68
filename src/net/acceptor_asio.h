// A listening socket on an event loop. Used on that loop's thread only.
#pragma once

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <coroutine>
#include <optional>
#include <string>
#include <utility>

#include "base/event_loop_asio.h"
#include "net/listener.h"
#include "net/socket_address.h"

namespace stator::net {

class Acceptor {
 public:
  Acceptor(base::EventLoop& loop, Listener listener)
      : socket_(base::asio_context(loop)),
        family_(listener.family),
        name_(listener.endpoint.text()),
        label_(listener.label),
        secure_(listener.endpoint.secure) {
    using boost::asio::ip::tcp;
    boost::system::error_code error;
    socket_.assign(family_ == AF_INET6 ? tcp::v6() : tcp::v4(), listener.socket.get(), error);
    if (!error) listener.socket.release();
  }

  int family() const { return family_; }
  const std::string& name() const { return name_; }
  const std::string& label() const { return label_; }
  bool secure() const { return secure_; }

  // auto ok = co_await acceptor.ready();   False after close().
  auto ready() {
    struct Awaiter {
      Socket& socket;
      bool ok = false;

      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> handle) {
        socket.async_wait(Socket::wait_read, [this, handle](const boost::system::error_code& error) {
          ok = !error;
          handle.resume();
        });
      }
      bool await_resume() const noexcept { return ok; }
    };
    return Awaiter{socket_};
  }

  // One waiting connection, non-blocking; an invalid descriptor (and errno) if there is none.
  UniqueFd accept(SocketAddress& remote) {
    const int fd = ::accept4(socket_.native_handle(), remote.get(), remote.size_for_kernel(),
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    return UniqueFd(fd);
  }

  bool closed() const { return !socket_.is_open(); }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  using Socket =
      boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  Socket socket_;
  const int family_;
  const std::string name_;
  const std::string label_;
  const bool secure_;
};

}  // namespace stator::net
