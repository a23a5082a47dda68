// The date format of HTTP headers: "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
#pragma once

#include <cstdint>
#include <string>

namespace stator::net {

std::string http_date(std::int64_t unix_seconds);

}  // namespace stator::net
