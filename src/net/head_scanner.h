// The quick way through the head of an ordinary request: one pass, 16 bytes a step. It knows a small part of
// HTTP/1.1. What it does not know at sight, be it wrong or only unusual, it leaves to the full parser
// (request_parser.h). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "net/parser_limits.h"

namespace stator::net {

// Where a text stands in the bytes of the request.
struct Span {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;

  std::string_view in(std::string_view data) const { return data.substr(offset, size); }
};

struct HeaderField {
  Span name;
  Span value;
};

// A head of HTTP/1.1 that says nothing about Transfer-Encoding, and leaves the connection open.
struct ScannedHead {
  std::string_view method;  // a literal
  std::size_t size = 0;     // with the empty line
  Span target;              // starts with '/'
  std::uint64_t content_length = 0;
};

// True: `data` begins with a complete head that the full parser, too, would take, and take apart in the same
// way. `fields` is empty before, and not to be used after a false.
bool scan_head(std::string_view data, const ParserLimits& limits, ScannedHead& head,
               std::vector<HeaderField>& fields);

}  // namespace stator::net
