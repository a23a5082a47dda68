#include "net/request.h"

#include <cstdint>
#include <cstring>

namespace stator::net {

namespace {

constexpr std::uint64_t kEach = 0x0101010101010101;

// Eight characters at once: 'A' to 'Z' become small, all else stays.
constexpr std::uint64_t lower8(std::uint64_t text) {
  const std::uint64_t ascii = ~text & (kEach * 0x80);
  const std::uint64_t low_bits = text & (kEach * 0x7f);
  const std::uint64_t from_a = low_bits + kEach * (0x80 - 'A');
  const std::uint64_t past_z = low_bits + kEach * (0x7f - 'Z');
  return text | ((from_a & ~past_z & ascii) >> 2);
}

// Whether the two differ in nothing but the case of letters. Nearly always they are the same.
inline bool same8(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kCase = kEach * 0x20;
  return a == b || (((a ^ b) & ~kCase) == 0 && lower8(a) == lower8(b));
}

template <typename Word>
std::uint64_t load(const char* from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// Up to 8 characters. The loads may overlap.
std::uint64_t load_short(const char* from, std::size_t size) {
  if (size >= 4) return load<std::uint32_t>(from) << 32 | load<std::uint32_t>(from + size - 4);
  if (size >= 2) return load<std::uint16_t>(from) << 16 | load<std::uint16_t>(from + size - 2);
  return size == 0 ? 0 : load<std::uint8_t>(from);
}

}  // namespace

bool request_internal::equal_ignoring_case(const char* a, const char* b, std::size_t size) {
  constexpr std::size_t kStep = sizeof(std::uint64_t);
  if (size <= kStep) return same8(load_short(a, size), load_short(b, size));
  for (std::size_t at = 0; at + kStep < size; at += kStep) {
    if (!same8(load<std::uint64_t>(a + at), load<std::uint64_t>(b + at))) return false;
  }
  const std::size_t last = size - kStep;  // overlaps what was compared
  return same8(load<std::uint64_t>(a + last), load<std::uint64_t>(b + last));
}

}  // namespace stator::net
