// Takes an HTTP/1.x request apart, as bytes arrive. Strict: what two readers could understand differently is
// refused, so that no request can be smuggled past a proxy. No I/O.
#pragma once

#include <llhttp.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/head_scanner.h"
#include "net/parser_limits.h"
#include "net/request.h"

namespace stator::net {

// What is wrong with a request. The connection cannot be used any further.
struct ProtocolError {
  int status = 0;
  std::string_view message;  // a literal
};

// Reused for all requests of a connection. Not thread-safe.
class RequestParser {
 public:
  enum class Status { kNeedMore, kComplete, kFailed };

  explicit RequestParser(const ParserLimits& limits);
  RequestParser(const RequestParser&) = delete;  // llhttp points at us
  RequestParser& operator=(const RequestParser&) = delete;

  // Before each request.
  void reset();

  // `data` holds the bytes since the start of the request, those of the calls before included; it may have
  // moved.
  Status parse_head(std::string_view data);

  // After kComplete of parse_head:
  std::size_t head_size() const { return head_size_; }
  bool chunked() const { return chunked_; }
  std::uint64_t content_length() const { return content_length_; }  // 0 when chunked
  bool keep_alive() const { return keep_alive_; }
  bool http_1_0() const { return http_1_0_; }
  bool expects_continue() const { return expects_continue_; }
  bool gzipped() const { return gzipped_; }
  // What is wrong with the Content-Encoding, for those who want the body decoded; status 0: nothing.
  const ProtocolError& encoding_error() const { return encoding_error_; }
  // Sets all views of `request` to point into `data`, which must hold the head.
  void describe(std::string_view data, Request& request);

  // Appends the payload of a chunked body to `body`. `used` tells how much of `data` belongs to the request;
  // all of it unless kComplete. A body that grows beyond `max_body` bytes fails with 413. Between two calls
  // the payload may be taken out of it.
  Status parse_chunks(std::string_view data, std::size_t max_body, std::string& body, std::size_t& used);

  // After kFailed.
  const ProtocolError& error() const { return error_; }

 private:
  friend struct ParserCallbacks;

  Status take(std::string_view data, const ScannedHead& head);
  Status fail(int status, std::string_view message);
  bool extend(Span& span, const char* at, std::size_t size);
  Status check_head(std::string_view head);
  Status check_fields(std::string_view head);
  void take_encoding(std::string_view value);

  const ParserLimits limits_;
  llhttp_t llhttp_;
  ProtocolError error_;
  ProtocolError encoding_error_;

  const char* base_ = nullptr;  // start of the data of the running parse_head
  std::size_t parsed_ = 0;
  std::size_t head_size_ = 0;
  std::string_view method_;
  Span target_;
  std::size_t path_offset_ = 0;  // in the target
  std::vector<HeaderField> fields_;
  bool last_was_name_ = false;
  std::vector<Header> headers_;         // what Request::headers shows
  const char* headers_base_ = nullptr;  // start of the data that headers_ points into

  bool chunked_ = false;
  bool keep_alive_ = false;
  bool http_1_0_ = false;
  bool expects_continue_ = false;
  bool gzipped_ = false;
  std::uint64_t content_length_ = 0;

  bool in_body_ = false;
  bool body_complete_ = false;
  std::size_t chunked_bytes_ = 0;
  std::size_t payload_bytes_ = 0;
  char last_chunked_byte_ = '\0';  // of the call before
  std::string trailer_name_;       // its beginning
  std::size_t max_body_ = 0;
  std::string* body_ = nullptr;
};

}  // namespace stator::net
