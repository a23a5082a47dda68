#include "base/utf8.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

constexpr std::size_t kBlock = 64;

// How many bytes at the front are ASCII, in blocks and words.
std::size_t ascii_blocks(const unsigned char* at, std::size_t left) {
  std::size_t done = 0;
#ifdef __SSE2__
  for (; left - done >= kBlock; done += kBlock) {
    const auto* from = reinterpret_cast<const __m128i*>(at + done);
    const __m128i first = _mm_or_si128(_mm_loadu_si128(from), _mm_loadu_si128(from + 1));
    const __m128i second = _mm_or_si128(_mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3));
    if (_mm_movemask_epi8(_mm_or_si128(first, second)) != 0) break;
  }
#endif
  for (std::uint64_t word; left - done >= sizeof(word); done += sizeof(word)) {
    std::memcpy(&word, at + done, sizeof(word));
    if ((word & 0x8080808080808080ULL) != 0) break;
  }
  return done;
}

}  // namespace

bool valid_utf8(std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  while (left > 0) {
    const std::size_t ascii = ascii_blocks(at, left);
    at += ascii;
    left -= ascii;
    // What is behind them, up to the next block that may be ASCII.
    for (std::size_t step, done = 0; left > 0 && done < kBlock; at += step, left -= step, done += step) {
      step = *at < 0x80 ? 1 : sequence_length(at, left);
      if (step == 0) return false;
    }
  }
  return true;
}

std::string as_utf8(std::string_view bytes) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0, step = 0; at < bytes.size(); at += std::max<std::size_t>(step, 1)) {
    const auto* here = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
    step = *here < 0x80 ? 1 : sequence_length(here, bytes.size() - at);
    out += step > 0 ? bytes.substr(at, step) : kReplacement;
  }
  return out;
}

}  // namespace stator::base
