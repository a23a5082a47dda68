// One HTTP request, as a handler sees it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_budget.h"
#include "net/body_stream.h"

namespace stator::net {

struct Header {
  std::string_view name;   // as sent; compare with equal_ignoring_case
  std::string_view value;  // without white space around it
};

namespace request_internal {
bool equal_ignoring_case(const char* a, const char* b, std::size_t size);
}

// ASCII only, as header names are.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && request_internal::equal_ignoring_case(a.data(), b.data(), a.size());
}

// Views point into the connection's buffer and live until the handler's task has finished.
struct Request {
  std::string_view method;          // "POST"
  std::string_view target;          // as sent: "/path?query"
  std::string_view path;            // still percent-encoded; starts with '/' (or is "*" in OPTIONS *)
  std::string_view query;           // without '?', still percent-encoded
  std::span<const Header> headers;  // in the order sent
  // Decoded if it came chunked or with Content-Encoding: gzip. The handler may move it away. Its capacity
  // exceeds its size by at least kBodyPadding bytes, so that a SIMD parser may read past the end.
  std::string body;
  // SHA-256 of the body as it was sent, if that was compressed and Options::digest_packed asks for it.
  std::string packed_sha256;
  // The body instead, of a request that Options::streams_body has chosen; nullptr: of any other.
  BodyStream* stream = nullptr;
  std::string_view remote_address;     // "127.0.0.1:41234"
  bool secure = false;                 // came by TLS
  base::ByteBudget* memory = nullptr;  // of all connections together; nullptr: without a limit

  static constexpr std::size_t kBodyPadding = 64;

  // The value of the first header of that name; nothing if there is none.
  std::optional<std::string_view> header(std::string_view name) const {
    for (const Header& candidate : headers) {
      if (equal_ignoring_case(candidate.name, name)) return candidate.value;
    }
    return std::nullopt;
  }
};

}  // namespace stator::net
