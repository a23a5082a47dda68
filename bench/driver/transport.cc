#include "driver/transport.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <cerrno>

namespace stator::bench {

namespace {

void set_blocking(int fd, bool blocking) {
  const int flags = ::fcntl(fd, F_GETFL);
  ::fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

}  // namespace

net::UniqueFd connect_to(const sockaddr_in& address, int receive_buffer) {
  net::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (receive_buffer > 0) {
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return net::UniqueFd();
  }
  const int yes = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  set_blocking(socket.get(), false);
  return socket;
}

TlsClient::TlsClient() : context_(SSL_CTX_new(TLS_client_method())) {
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

bool Transport::connect(const sockaddr_in& address, const TlsClient* tls) {
  tls_.reset();
  socket_ = connect_to(address);
  if (socket_.get() < 0) return false;
  if (tls == nullptr) return true;
  tls_.reset(SSL_new(tls->context()));
  SSL_set_fd(tls_.get(), socket_.get());
  set_blocking(socket_.get(), true);
  if (SSL_connect(tls_.get()) != 1) {
    errno = EPROTO;
    return false;
  }
  set_blocking(socket_.get(), false);
  return true;
}

ssize_t Transport::send(const char* bytes, std::size_t size) {
  if (!tls_) return ::send(socket_.get(), bytes, size, MSG_NOSIGNAL);
  return tls_result(SSL_write(tls_.get(), bytes, static_cast<int>(size)));
}

ssize_t Transport::receive(char* room, std::size_t size) {
  if (!tls_) return ::recv(socket_.get(), room, size, 0);
  return tls_result(SSL_read(tls_.get(), room, static_cast<int>(size)));
}

ssize_t Transport::tls_result(int result) {
  if (result > 0) return result;
  const int error = SSL_get_error(tls_.get(), result);
  ERR_clear_error();
  if (error == SSL_ERROR_ZERO_RETURN) return 0;
  errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
  return -1;
}

}  // namespace stator::bench
