// gzip of message bodies. The coroutines pause when their time slice is used up, so they may run on an event
// loop; switch to a pool before a large body.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/task.h"
#include "net/body.h"

namespace stator::net {

// Does a value of Accept-Encoding allow gzip? By RFC 9110 section 12.5.3.
bool accepts_gzip(std::string_view accept_encoding);

// At zlib's level 1. `body` must live until the task is done; its pieces are dropped on the way.
base::Task<Body> gzip(Body& body);

enum class GunzipError { kMalformed, kTooLarge };

// Expands to at most `max_bytes`. The result keeps Request::kBodyPadding bytes of spare capacity. `bytes`
// must live until the task is done.
base::Task<base::Result<std::string, GunzipError>> gunzip(std::string_view bytes, std::size_t max_bytes);

}  // namespace stator::net
