// gzip of message bodies. To be called on a pool where the body is large: a megabyte takes about 10 ms.
// Without pauses, so that no more bodies are at work than there are threads: each needs 270 KB beside its
// bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/body.h"

namespace stator::net {

// Does a value of Accept-Encoding allow gzip? By RFC 9110 section 12.5.3.
bool accepts_gzip(std::string_view accept_encoding);

// At zlib's level 1. Drops the pieces of `body` on the way.
Body gzip(Body& body);

enum class GunzipError { kMalformed, kTooLarge };

// Expands to at most `max_bytes`. The result keeps Request::kBodyPadding bytes of spare capacity.
base::Result<std::string, GunzipError> gunzip(std::string_view bytes, std::size_t max_bytes);

}  // namespace stator::net
