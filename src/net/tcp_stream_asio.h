// The byte stream under a connection: a TCP socket today. TLS will take this class's place; nothing else in
// net/ knows what carries the bytes. Used on its loop's thread only.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <span>

#include "base/event_loop_asio.h"
#include "net/listener.h"

namespace stator::net {

class TcpStream {
 public:
  // `socket` is connected and non-blocking.
  TcpStream(base::EventLoop& loop, UniqueFd socket, int family) : socket_(base::asio_context(loop)) {
    using boost::asio::ip::tcp;
    boost::system::error_code error;
    socket_.assign(family == AF_INET6 ? tcp::v6() : tcp::v4(), socket.get(), error);
    if (!error) socket.release();
    socket_.non_blocking(true, error);  // tells Asio, which sets nothing new
  }

  // auto bytes = co_await stream.read_some(data, size);   0: the peer has ended, the connection failed or
  // close() came.
  auto read_some(char* data, std::size_t size) { return Read{socket_, boost::asio::buffer(data, size)}; }

  // auto ok = co_await stream.writable();   False: the connection failed or close() came.
  auto writable() { return Writable{socket_}; }

  // Writes what the kernel takes now. Returns the bytes written, 0 if there is no room, -1 if the connection
  // failed.
  ssize_t try_write(std::span<iovec> parts) {
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    for (;;) {
      const ssize_t written = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL);
      if (written >= 0) return written;
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    }
  }

  // Tells the peer that nothing more will come; reading goes on.
  void shutdown_send() { ::shutdown(socket_.native_handle(), SHUT_WR); }

  // Ends waiting reads and writes, too.
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  using Socket =
      boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  struct Read {
    Socket& socket;
    boost::asio::mutable_buffer buffer;
    std::size_t bytes = 0;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      socket.async_read_some(buffer,
                             [this, handle](const boost::system::error_code& error, std::size_t count) {
                               bytes = error ? 0 : count;
                               handle.resume();
                             });
    }
    std::size_t await_resume() const noexcept { return bytes; }
  };

  struct Writable {
    Socket& socket;
    bool ok = false;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      socket.async_wait(Socket::wait_write, [this, handle](const boost::system::error_code& error) {
        ok = !error;
        handle.resume();
      });
    }
    bool await_resume() const noexcept { return ok; }
  };

  Socket socket_;
};

}  // namespace stator::net
