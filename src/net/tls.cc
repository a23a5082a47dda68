#include "net/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace stator::net {
namespace {

template <typename T, void (*kFree)(T*)>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
template <typename T, void (*kFree)(T*)>
using Owned = std::unique_ptr<T, Free<T, kFree>>;

constexpr std::size_t kRecordBytes = 16 << 10;  // the most that a TLS record holds
constexpr int kSelfSignedDays = 825;            // more is refused by clients of Apple

// Of TLS 1.2. All of TLS 1.3 are good.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::string last_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  if (reason != nullptr) return reason;
  return ERR_SYSTEM_ERROR(code) ? std::strerror(ERR_GET_REASON(code)) : "unknown error";
}

// A client that offers other protocols only is served all the same: it asks for HTTP/1.1 in clear words.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  static constexpr std::string_view kHttp = "\x08http/1.1";
  unsigned char* out = nullptr;
  const int outcome = SSL_select_next_proto(&out, size, reinterpret_cast<const unsigned char*>(kHttp.data()),
                                            static_cast<unsigned int>(kHttp.size()), offered, offered_size);
  *chosen = out;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

Owned<BIO, BIO_free_all> reader_of(const std::string& text) {
  return Owned<BIO, BIO_free_all>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Owned<X509, X509_free> read_certificate(BIO* from) {
  return Owned<X509, X509_free>(PEM_read_bio_X509(from, nullptr, nullptr, nullptr));
}

// Nobody is there to type one.
int no_password(char*, int, int, void*) { return -1; }

bool use_certificates(SSL_CTX* context, const std::string& text) {
  const auto from = reader_of(text);
  const auto own = read_certificate(from.get());
  if (!own || SSL_CTX_use_certificate(context, own.get()) != 1) return false;
  while (auto next = read_certificate(from.get())) {
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) return false;
    next.release();  // is the context's
  }
  ERR_clear_error();  // the end of the text
  return true;
}

bool use_key(SSL_CTX* context, const std::string& text) {
  const auto from = reader_of(text);
  const Owned<EVP_PKEY, EVP_PKEY_free> key(
      PEM_read_bio_PrivateKey(from.get(), nullptr, no_password, nullptr));
  return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1;
}

base::Result<std::shared_ptr<SSL_CTX>, std::string> make_context(const TlsPair& pair) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return "TLS cannot be set up: " + last_error();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  // Else one read goes on for as long as there are requests for new keys, and nobody else is served.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // clients resume by tickets
  SSL_CTX_set_cipher_list(context.get(), kCiphers);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  if (!use_certificates(context.get(), pair.certificate)) return "no usable certificate: " + last_error();
  if (!use_key(context.get(), pair.key)) return "no usable key of this certificate: " + last_error();
  return context;
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool is_address(const std::string& name) {
  in6_addr ignored;
  return ::inet_pton(AF_INET, name.c_str(), &ignored) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), &ignored) == 1;
}

std::string alternative_names(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ',';
    list.append(is_address(name) ? "IP:" : "DNS:").append(name);
  }
  return list;
}

bool fill_certificate(X509* certificate, EVP_PKEY* key, std::span<const std::string> names) {
  std::array<unsigned char, 16> serial;
  if (RAND_bytes(serial.data(), serial.size()) != 1) return false;
  serial[0] &= 0x7f;  // positive
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(serial.data(), serial.size(), nullptr));
  if (!number || BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr)
    return false;
  X509_set_version(certificate, X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);  // the client's clock may be behind
  X509_time_adj_ex(X509_getm_notAfter(certificate), kSelfSignedDays, -3600, nullptr);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Stator"),
                             -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  return X509_set_pubkey(certificate, key) == 1 &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature,keyCertSign") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_key_identifier, "hash") &&
         add_extension(certificate, NID_subject_alt_name, alternative_names(names)) &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

}  // namespace

// ---- TlsContext

base::Result<std::shared_ptr<TlsContext>, std::string> TlsContext::make(const TlsPair& pair) {
  auto context = std::make_shared<TlsContext>();
  STATOR_TRY(context->replace(pair));
  return context;
}

base::Result<base::Ok, std::string> TlsContext::replace(const TlsPair& pair) {
  STATOR_ASSIGN(std::shared_ptr<SSL_CTX> made, make_context(pair));
  std::lock_guard lock(mutex_);
  current_ = std::move(made);
  return base::Ok{};
}

std::shared_ptr<SSL_CTX> TlsContext::current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

base::Result<TlsPair, std::string> make_self_signed(std::span<const std::string> names) {
  ERR_clear_error();
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  const Owned<BIO, BIO_free_all> certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_mem()));
  const bool made =
      key && certificate && certificate_text && key_text &&
      fill_certificate(certificate.get(), key.get(), names) &&
      PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1 &&
      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
  if (!made) return "cannot make a certificate: " + last_error();
  return TlsPair{text_of(certificate_text.get()), text_of(key_text.get())};
}

std::chrono::seconds good_for(const std::string& certificate) {
  const auto from = reader_of(certificate);
  const auto read = read_certificate(from.get());
  ERR_clear_error();
  int days = 0, seconds = 0;
  if (!read || ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(read.get())) != 1) return {};
  return std::max(std::chrono::seconds(0), std::chrono::days(days) + std::chrono::seconds(seconds));
}

// ---- TlsSession

TlsSession::TlsSession(const TlsContext& context, int socket) : ssl_(SSL_new(context.current().get())) {
  failed_ = ssl_ == nullptr || SSL_set_fd(ssl_, socket) != 1;
  if (!failed_) SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

TlsSession::Needs TlsSession::needs_after(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return Needs::kReadable;
    case SSL_ERROR_WANT_WRITE:
      return Needs::kWritable;
    case SSL_ERROR_ZERO_RETURN:
      return Needs::kNothing;
    case SSL_ERROR_SSL:
      met_plain_http_ = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
      break;
    default:
      break;
  }
  failed_ = true;
  ERR_clear_error();
  return Needs::kNothing;
}

TlsSession::Needs TlsSession::handshake() {
  if (failed_) return Needs::kNothing;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  established_ = result == 1;
  return established_ ? Needs::kNothing : needs_after(result);
}

TlsSession::Needs TlsSession::read(std::span<char> buffer, std::size_t* bytes) {
  *bytes = 0;
  if (failed_) return Needs::kNothing;
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_, buffer.data(), buffer.size(), bytes);
  return result == 1 ? Needs::kNothing : needs_after(result);
}

ssize_t TlsSession::write(std::span<const iovec> parts) {
  if (failed_) return -1;
  if (!established_ || ended_) return 0;
  std::size_t total = 0;
  for (const iovec& part : parts) total += part.iov_len;
  std::size_t done = 0;
  while (done < total) {
    const ssize_t written = write_piece(parts, done);
    if (written < 0) return -1;
    if (written == 0) break;
    done += static_cast<std::size_t>(written);
  }
  return static_cast<ssize_t>(done);
}

// A record's worth of what is left behind `done`: as one piece, because each piece becomes a record.
ssize_t TlsSession::write_piece(std::span<const iovec> parts, std::size_t done) {
  while (done >= parts.front().iov_len) {
    done -= parts.front().iov_len;
    parts = parts.subspan(1);
  }
  const char* piece = static_cast<const char*>(parts.front().iov_base) + done;
  std::size_t size = std::min(parts.front().iov_len - done, kRecordBytes);
  thread_local std::array<char, kRecordBytes> gathered;
  if (size < kRecordBytes && parts.size() > 1) {
    std::memcpy(gathered.data(), piece, size);
    for (const iovec& part : parts.subspan(1)) {
      const std::size_t taken = std::min(part.iov_len, kRecordBytes - size);
      std::memcpy(gathered.data() + size, part.iov_base, taken);
      size += taken;
    }
    piece = gathered.data();
  }
  ERR_clear_error();
  std::size_t written = 0;
  const int result = SSL_write_ex(ssl_, piece, size, &written);
  if (result == 1) return static_cast<ssize_t>(written);
  write_needs_ = needs_after(result);
  return failed_ || write_needs_ == Needs::kNothing ? -1 : 0;
}

void TlsSession::end() {
  if (failed_ || !established_ || ended_) return;
  ended_ = true;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

}  // namespace stator::net
