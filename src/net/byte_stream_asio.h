// The byte stream under a connection: a TCP socket, with TLS over it or without. Nothing else in net/ knows
// which. Used on its loop's thread only.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <optional>
#include <span>

#include "base/event_loop_asio.h"
#include "net/listener.h"
#include "net/tls.h"

namespace stator::net {

class ByteStream {
 public:
  // `socket` is connected and non-blocking. `tls`: nullptr for none.
  ByteStream(base::EventLoop& loop, UniqueFd socket, int family, const TlsContext* tls)
      : socket_(base::asio_context(loop)) {
    using boost::asio::ip::tcp;
    boost::system::error_code error;
    socket_.assign(family == AF_INET6 ? tcp::v6() : tcp::v4(), socket.get(), error);
    if (!error) socket.release();
    socket_.non_blocking(true, error);  // tells Asio, which sets nothing new
    if (tls != nullptr) tls_.emplace(*tls, socket_.native_handle());
  }

  bool secure() const { return tls_.has_value(); }

  // auto ok = co_await stream.handshake();   Before anything else, where secure(). False: it failed, or
  // close() came.
  auto handshake() { return Handshake{*this}; }

  // auto bytes = co_await stream.read_some(data, size);   0: the peer has ended, the connection failed or
  // close() came.
  auto read_some(char* data, std::size_t size) { return Read{*this, {data, size}}; }

  // auto ok = co_await stream.readable();   Of the socket: there are bytes, or the end. False: the connection
  // failed or close() came.
  auto readable() { return Ready{*this, Needs::kReadable}; }

  // auto ok = co_await stream.writable();   False: the connection failed or close() came.
  auto writable() { return Ready{*this, tls_ ? tls_->needs_for_write() : Needs::kWritable}; }

  // Writes what the kernel takes now. Returns the bytes written, 0 if there is no room, -1 if the connection
  // failed.
  ssize_t try_write(std::span<iovec> parts) { return tls_ ? tls_->write(parts) : send(parts); }

  // Of a client that spoke plain HTTP to a stream that is secure: it understands this.
  void answer_plain_http(std::span<iovec> parts) {
    if (tls_ && tls_->met_plain_http()) send(parts);
  }

  // Tells the peer that nothing more will come; reading goes on.
  void shutdown_send() {
    if (tls_) tls_->end();
    ::shutdown(socket_.native_handle(), SHUT_WR);
  }

  // Ends waiting reads and writes, too.
  void close() {
    if (tls_) {
      tls_->end();
      tls_->abandon();
    }
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  using Socket =
      boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  using Needs = TlsSession::Needs;

  ssize_t send(std::span<iovec> parts) {
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

  template <typename Done>
  void wait_for(Needs needs, Done done) {
    socket_.async_wait(needs == Needs::kReadable ? Socket::wait_read : Socket::wait_write, done);
  }

  struct Handshake {
    ByteStream& stream;
    Needs needs = Needs::kNothing;

    bool await_ready() {
      needs = stream.tls_->handshake();
      return needs == Needs::kNothing;
    }
    void await_suspend(std::coroutine_handle<> handle) {
      stream.wait_for(needs, [this, handle](const boost::system::error_code& error) {
        if (error || await_ready()) {
          handle.resume();
        } else {
          await_suspend(handle);
        }
      });
    }
    bool await_resume() const { return needs == Needs::kNothing && !stream.tls_->failed(); }
  };

  struct Read {
    ByteStream& stream;
    std::span<char> buffer;
    std::size_t bytes = 0;
    Needs needs = Needs::kNothing;

    // Bytes that have come already are there at once; but who has as many as he likes of them, and in small
    // records, lets other connections run in between.
    bool await_ready() { return stream.tls_ && try_read() && ++stream.reads_in_turn_ < kReadsPerTurn; }
    bool try_read() {
      needs = stream.tls_->read(buffer, &bytes);
      return needs == Needs::kNothing;
    }
    void await_suspend(std::coroutine_handle<> handle) {
      stream.reads_in_turn_ = 0;
      if (stream.tls_) {
        if (needs != Needs::kNothing) {
          wait_and_read(handle);
        } else {
          boost::asio::post(stream.socket_.get_executor(), [handle] { handle.resume(); });
        }
        return;
      }
      stream.socket_.async_read_some(
          boost::asio::buffer(buffer.data(), buffer.size()),
          [this, handle](const boost::system::error_code& error, std::size_t count) {
            bytes = error ? 0 : count;
            handle.resume();
          });
    }
    void wait_and_read(std::coroutine_handle<> handle) {
      stream.wait_for(needs, [this, handle](const boost::system::error_code& error) {
        if (error || try_read()) {
          handle.resume();
        } else {
          wait_and_read(handle);
        }
      });
    }
    std::size_t await_resume() const noexcept { return bytes; }
  };

  struct Ready {
    ByteStream& stream;
    Needs needs;
    bool ok = false;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) {
      stream.wait_for(needs, [this, handle](const boost::system::error_code& error) {
        ok = !error;
        handle.resume();
      });
    }
    bool await_resume() const noexcept { return ok; }
  };

  static constexpr int kReadsPerTurn = 16;  // of a record each

  Socket socket_;
  std::optional<TlsSession> tls_;
  int reads_in_turn_ = 0;
};

}  // namespace stator::net
