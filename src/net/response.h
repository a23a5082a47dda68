// One HTTP response, as a handler makes it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_budget.h"
#include "net/body.h"
#include "net/body_stream.h"

namespace stator::net {

// Header fields in the form in which they are sent: one buffer, no node per field.
class HeaderBlock {
 public:
  // Control characters in the value become spaces, so that no value can start a header of its own.
  void add(std::string_view name, std::string_view value);
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view text() const { return text_; }  // "Name: value\r\n" for each

 private:
  std::string text_;
};

// The server adds Date, Server, Content-Length, Content-Encoding and Connection.
struct Response {
  int status = 200;
  HeaderBlock headers;
  Body body;
  std::unique_ptr<BodySource> source;  // in place of `body`; sent as it is, never compressed
  // The name of a header that is to carry the CRC-32 of the body as it is sent (after compression), in
  // decimal. Empty: none. Points to a literal.
  std::string_view crc32_header;
  // What the body takes of the byte budget, if somebody has asked for it; given back while it is sent.
  base::ByteBudget::Lease memory;

  std::uint64_t body_size() const { return source ? source->size() : body.size(); }

  Response() = default;
  Response(int status, std::string_view content_type, Body body) : status(status), body(std::move(body)) {
    headers.add("Content-Type", content_type);
  }
};

// "OK" for 200; empty for a number without a name.
std::string_view status_reason(int status);

// What differs between two responses besides what the handler said.
struct ResponseFraming {
  std::string_view common_fields;  // Server and Date, "Name: value\r\n" each
  bool gzipped = false;
  bool close = false;
  bool say_keep_alive = false;  // a client of HTTP/1.0 has to be told
};

// Writes the head of `response`, up to the empty line, to `out` (its old content goes).
void format_head(const Response& response, const ResponseFraming& framing, std::string& out);

}  // namespace stator::net
