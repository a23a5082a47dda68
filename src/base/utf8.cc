#include "base/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace stator::base {
namespace {

// Length of the well-formed multi-byte sequence at `at`; 0 if there is none.
std::size_t sequence_length(const unsigned char* at, std::size_t left) {
  const unsigned char lead = at[0];
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || left < length) return 0;
  // The second byte is where overlong forms, surrogates and values above U+10FFFF show.
  const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (at[1] < low || at[1] > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((at[i] & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

bool valid_utf8(std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  while (left > 0) {
    std::uint64_t block = 0;
    if (left >= sizeof(block)) std::memcpy(&block, at, sizeof(block));
    std::size_t step = 1;
    if (left >= sizeof(block) && (block & 0x8080808080808080ULL) == 0) {
      step = sizeof(block);
    } else if (*at >= 0x80) {
      step = sequence_length(at, left);
      if (step == 0) return false;
    }
    at += step;
    left -= step;
  }
  return true;
}

}  // namespace stator::base
