// CRC-32 (the polynomial of zlib and Ethernet), as the x-amz-crc32 header carries it.
#pragma once

#include <cstdint>
#include <string_view>

namespace stator::base {

// `previous` is the value of the bytes before, 0 at the start.
std::uint32_t crc32(std::string_view bytes, std::uint32_t previous = 0);

}  // namespace stator::base
