// How large the head of a request may be.
#pragma once

#include <cstddef>

namespace stator::net {

struct ParserLimits {
  std::size_t max_head_bytes = 64 * 1024;    // request line and headers; else 431
  std::size_t max_target_bytes = 16 * 1024;  // else 414
  std::size_t max_headers = 100;             // else 431
};

}  // namespace stator::net
