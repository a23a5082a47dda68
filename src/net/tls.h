// TLS of the server: a certificate with its key, and the sessions that clients have with them.
#pragma once

#include <openssl/types.h>
#include <sys/uio.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "base/result.h"

namespace stator::net {

// A certificate with its chain, and the private key, as PEM.
struct TlsPair {
  std::string certificate;
  std::string key;
};

// A new key with a certificate of its own for these names and addresses, good for 825 days: for clients that
// are given the certificate to trust.
base::Result<TlsPair, std::string> make_self_signed(std::span<const std::string> names);

// How long a certificate is still good; 0 if it is not, or is none.
std::chrono::seconds good_for(const std::string& certificate);

// The certificate that is shown to clients. TLS 1.2 and 1.3, with forward secrecy; HTTP/1.1 by ALPN.
// Thread-safe.
class TlsContext {
 public:
  // The error says what is wrong with the pair.
  static base::Result<std::shared_ptr<TlsContext>, std::string> make(const TlsPair& pair);

  // For new connections; those that are open keep the old certificate, and all do after an error.
  base::Result<base::Ok, std::string> replace(const TlsPair& pair);

  std::shared_ptr<SSL_CTX> current() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<SSL_CTX> current_;  // guarded by mutex_
};

// One connection's TLS over a non-blocking socket. Used on one thread at a time.
class TlsSession {
 public:
  // What an operation needs before it can go on.
  enum class Needs { kNothing, kReadable, kWritable };

  TlsSession(const TlsContext& context, int socket);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Each is called again once the socket is what it needs. kNothing: it is done, or failed() is true.
  Needs handshake();
  Needs read(std::span<char> buffer, std::size_t* bytes);  // 0 bytes: the peer has ended, or it failed
  // Returns the bytes taken, 0 if the socket takes none now (call again with the same bytes), -1 if it
  // failed.
  ssize_t write(std::span<const iovec> parts);
  Needs needs_for_write() const { return write_needs_; }

  // Tells the peer that nothing more will come.
  void end();

  // The socket is about to be closed, and another may get its number.
  void abandon() { failed_ = true; }

  bool failed() const { return failed_; }
  // The client spoke plain HTTP.
  bool met_plain_http() const { return met_plain_http_; }

 private:
  Needs needs_after(int result);
  ssize_t write_piece(std::span<const iovec> parts, std::size_t done);

  SSL* const ssl_;
  bool established_ = false;
  bool failed_ = false;
  bool met_plain_http_ = false;
  bool ended_ = false;
  Needs write_needs_ = Needs::kWritable;
};

}  // namespace stator::net
