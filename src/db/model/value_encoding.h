// The layout of encoded values (docs/formats/item.md), for the readers and writers in this folder and in
// db/attribute_json only.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace stator::db::model::encoding {

static_assert(std::endian::native == std::endian::little, "lengths are stored little-endian");

// tag = layout version in the high nibble, Type in the low one.
inline constexpr unsigned char kTagBase = 0x10;

inline constexpr std::size_t kMaxVarint = 5;
// L, M and sets: tag, u32 length of what follows the header, u32 number of elements.
inline constexpr std::size_t kContainerHeader = 1 + 4 + 4;

inline unsigned char tag_at(const char* at) { return static_cast<unsigned char>(*at); }

inline std::uint32_t load_u32(const char* at) {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof(value));
  return value;
}

inline void store_u32(char* at, std::uint32_t value) { std::memcpy(at, &value, sizeof(value)); }

// LEB128, at most 32 bits. Moves *at behind it.
inline std::uint32_t read_varint(const char** at) {
  const auto first = static_cast<unsigned char>(*(*at)++);
  if (first < 0x80) [[likely]]
    return first;
  std::uint32_t value = first & 0x7f;
  for (int shift = 7;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*(*at)++);
    value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

inline std::size_t varint_size(std::uint32_t value) {
  std::size_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

inline char* write_varint(char* at, std::uint32_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
  *at++ = static_cast<char>(value);
  return at;
}

}  // namespace stator::db::model::encoding
