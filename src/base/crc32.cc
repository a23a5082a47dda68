#include "base/crc32.h"

#include <zlib.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace stator::base {

#if defined(__x86_64__)
namespace {

constexpr std::size_t kFoldMinimum = 64;

// Carry-less multiplication folds 64 bytes a step, about ten times as fast as zlib's tables. Method and
// constants: V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction",
// Intel 2009, in its bit-reflected form. `size` is a multiple of 16, at least 64; `crc` and the result are
// not inverted.
__attribute__((target("pclmul,avx"))) std::uint32_t fold(const char* data, std::size_t size,
                                                         std::uint32_t crc) {
  const auto load = [](const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
  const __m128i fold_by_64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
  const __m128i fold_by_16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
  const __m128i fold_to_64_bits = _mm_set_epi64x(0, 0x0163cd6124);
  const __m128i barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
  const __m128i low_words = _mm_setr_epi32(-1, 0, -1, 0);

  __m128i lanes[4];
#pragma GCC unroll 4  // keeps the lanes in registers
  for (int i = 0; i < 4; ++i) lanes[i] = load(data + 16 * i);
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128(static_cast<int>(crc)));
  for (data += 64, size -= 64; size >= 64; data += 64, size -= 64) {
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      const __m128i low = _mm_clmulepi64_si128(lanes[i], fold_by_64, 0x00);
      const __m128i high = _mm_clmulepi64_si128(lanes[i], fold_by_64, 0x11);
      lanes[i] = _mm_xor_si128(_mm_xor_si128(low, high), load(data + 16 * i));
    }
  }

  __m128i sum = lanes[0];
#pragma GCC unroll 4
  for (int i = 1; i < 4; ++i) {
    const __m128i low = _mm_clmulepi64_si128(sum, fold_by_16, 0x00);
    const __m128i high = _mm_clmulepi64_si128(sum, fold_by_16, 0x11);
    sum = _mm_xor_si128(_mm_xor_si128(low, high), lanes[i]);
  }
  for (; size >= 16; data += 16, size -= 16) {
    const __m128i low = _mm_clmulepi64_si128(sum, fold_by_16, 0x00);
    const __m128i high = _mm_clmulepi64_si128(sum, fold_by_16, 0x11);
    sum = _mm_xor_si128(_mm_xor_si128(low, high), load(data));
  }

  // 128 bits to 64, then Barrett's reduction to 32.
  sum = _mm_xor_si128(_mm_srli_si128(sum, 8), _mm_clmulepi64_si128(sum, fold_by_16, 0x10));
  sum = _mm_xor_si128(_mm_srli_si128(sum, 4),
                      _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), fold_to_64_bits, 0x00));
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), barrett, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), barrett, 0x00);
  return static_cast<std::uint32_t>(_mm_extract_epi32(_mm_xor_si128(sum, quotient), 1));
}

bool can_fold() {
  static const bool supported = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("avx");
  return supported;
}

}  // namespace
#endif

std::uint32_t crc32(std::string_view bytes, std::uint32_t previous) {
  std::uint32_t crc = previous;
#if defined(__x86_64__)
  if (bytes.size() >= kFoldMinimum && can_fold()) {
    const std::size_t folded = bytes.size() & ~std::size_t{15};
    crc = ~fold(bytes.data(), folded, ~crc);
    bytes.remove_prefix(folded);
  }
#endif
  return static_cast<std::uint32_t>(
      ::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace stator::base
