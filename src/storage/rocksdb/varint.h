// Numbers as RocksDB writes them in its own files: seven bits a byte, the low ones first.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stator::storage::rocks {

// From the front of the bytes, which it leaves behind. Nothing where they end before it does, or it is longer
// than 64 bits take.
inline std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

}  // namespace stator::storage::rocks
