// A connected socket, plain or with TLS. Reads and writes do not block.
#pragma once

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/types.h>

#include <cstddef>
#include <memory>

#include "net/listener.h"

namespace stator::bench {

// A new connected socket; invalid (-1) with errno if it is refused. Blocks for the connect, then the socket
// does not block. `receive_buffer` in bytes, 0 for the system's.
net::UniqueFd connect_to(const sockaddr_in& address, int receive_buffer = 0);

// What all TLS connections of a run share. Any certificate is taken: the servers are on this machine.
class TlsClient {
 public:
  TlsClient();

  SSL_CTX* context() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<SSL_CTX, Free> context_;
};

class Transport {
 public:
  // `tls` null: plain. It outlives the connection. Blocks for the handshake, too. False with errno.
  bool connect(const sockaddr_in& address, const TlsClient* tls);

  int fd() const { return socket_.get(); }
  // More may be there although less came than there was room for.
  bool may_hold_more() const { return tls_ != nullptr; }
  // Like send and recv: -1 with errno, which is EAGAIN where it would block; 0 from receive: closed.
  ssize_t send(const char* bytes, std::size_t size);
  ssize_t receive(char* room, std::size_t size);

 private:
  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  ssize_t tls_result(int result);

  net::UniqueFd socket_;
  std::unique_ptr<SSL, Free> tls_;
};

}  // namespace stator::bench
