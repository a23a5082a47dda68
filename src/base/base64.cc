#include "base/base64.h"

#include <array>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace stator::base {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kInvalid = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = kInvalid;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) values[static_cast<std::uint8_t>(kAlphabet[i])] = i;
  return values;
}
constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::uint32_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }
std::uint32_t value_of(char c) { return kValues[static_cast<std::uint8_t>(c)]; }

// The blocks take as much as they can from the front and say how many bytes that was; nothing if the
// processor lacks what they need. Method and constants: W. Mula and D. Lemire, "Faster Base64 Encoding and
// Decoding Using AVX2 Instructions", ACM Transactions on the Web 12, 2018.
#if defined(__x86_64__)
constexpr std::size_t kEncodedBlock = 24;  // bytes, of 32 characters
constexpr std::size_t kDecodedBlock = 32;  // characters, of 24 bytes

bool has_avx2() {
  static const bool supported = __builtin_cpu_supports("avx2");
  return supported;
}

__attribute__((target("avx2"))) std::size_t encode_blocks_avx2(std::string_view bytes, char* out) {
  constexpr std::size_t kRead = 28;  // two loads of 16 bytes, 12 apart
  // 12 bytes a lane: each three become two 16-bit words that hold them in the order for the multiplications.
  const __m256i spread =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  // What is to be added to a value, by its class: 26-51, ten digits, +, /, 0-25.
  const __m256i offsets = _mm256_broadcastsi128_si256(
      _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                    '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0));
  std::size_t at = 0;
  for (; bytes.size() - at >= kRead; at += kEncodedBlock, out += 32) {
    const auto* from = reinterpret_cast<const __m128i*>(bytes.data() + at);
    const auto* upper = reinterpret_cast<const __m128i*>(bytes.data() + at + 12);
    __m256i block =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(from)), _mm_loadu_si128(upper), 1);
    block = _mm256_shuffle_epi8(block, spread);
    const __m256i odd = _mm256_mulhi_epu16(_mm256_and_si256(block, _mm256_set1_epi32(0x0fc0fc00)),
                                           _mm256_set1_epi32(0x04000040));
    const __m256i even = _mm256_mullo_epi16(_mm256_and_si256(block, _mm256_set1_epi32(0x003f03f0)),
                                            _mm256_set1_epi32(0x01000010));
    const __m256i values = _mm256_or_si256(odd, even);  // of 6 bits, one a byte
    const __m256i capitals = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);
    const __m256i classes = _mm256_or_si256(_mm256_subs_epu8(values, _mm256_set1_epi8(51)),
                                            _mm256_and_si256(capitals, _mm256_set1_epi8(13)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out),
                        _mm256_add_epi8(_mm256_shuffle_epi8(offsets, classes), values));
  }
  return at;
}

// Stops at a block with a character that is not of the alphabet.
__attribute__((target("avx2"))) std::size_t decode_blocks_avx2(std::string_view text, char* out) {
  // By the low and by the high half of a character: it is of the alphabet if the two have no bit in common.
  const __m256i low_classes = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a));
  const __m256i high_classes = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));
  const __m256i offsets =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i pack =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i slash = _mm256_set1_epi8('/');
  std::size_t at = 0;
  for (; text.size() - at >= kDecodedBlock; at += kDecodedBlock, out += 24) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
    // '/' as the mask: the bits that matter are those of 0x0f, and a set bit 7 would clear a shuffled byte.
    const __m256i high = _mm256_and_si256(_mm256_srli_epi32(block, 4), slash);
    const __m256i low = _mm256_and_si256(block, slash);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(low_classes, low), _mm256_shuffle_epi8(high_classes, high)))
      break;
    const __m256i is_slash = _mm256_cmpeq_epi8(block, slash);
    const __m256i values =
        _mm256_add_epi8(block, _mm256_shuffle_epi8(offsets, _mm256_add_epi8(is_slash, high)));
    const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
    const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));  // of 24 bits
    const __m256i packed = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(groups, pack),
                                                       _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm256_castsi256_si128(packed));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out + 16), _mm256_extracti128_si256(packed, 1));
  }
  return at;
}

std::size_t encode_blocks(std::string_view bytes, char* out) {
  return bytes.size() >= kEncodedBlock && has_avx2() ? encode_blocks_avx2(bytes, out) : 0;
}
std::size_t decode_blocks(std::string_view text, char* out) {
  return text.size() >= kDecodedBlock && has_avx2() ? decode_blocks_avx2(text, out) : 0;
}
#else
std::size_t encode_blocks(std::string_view, char*) { return 0; }
std::size_t decode_blocks(std::string_view, char*) { return 0; }
#endif

}  // namespace

char* write_base64(std::string_view bytes, char* out) {
  std::size_t i = encode_blocks(bytes, out);
  out += i / 3 * 4;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    *out++ = kAlphabet[group >> 18];
    *out++ = kAlphabet[(group >> 12) & 63];
    *out++ = kAlphabet[(group >> 6) & 63];
    *out++ = kAlphabet[group & 63];
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return out;
  const std::uint32_t group = byte_at(bytes, i) << 16 | (left == 2 ? byte_at(bytes, i + 1) << 8 : 0);
  *out++ = kAlphabet[group >> 18];
  *out++ = kAlphabet[(group >> 12) & 63];
  *out++ = left == 2 ? kAlphabet[(group >> 6) & 63] : '=';
  *out++ = '=';
  return out;
}

char* read_base64(std::string_view text, char* out) {
  if (text.empty()) return out;
  if (text.size() % 4 != 0) return nullptr;
  std::size_t padding = 0;
  if (text.back() == '=') padding = text[text.size() - 2] == '=' ? 2 : 1;

  const std::size_t whole = padding == 0 ? text.size() : text.size() - 4;
  std::size_t i = decode_blocks(text.substr(0, whole), out);
  out += i / 4 * 3;
  std::uint32_t seen = 0;  // a set high bit tells of a character outside the alphabet
  for (; i < whole; i += 4) {
    const std::uint32_t a = value_of(text[i]), b = value_of(text[i + 1]);
    const std::uint32_t c = value_of(text[i + 2]), d = value_of(text[i + 3]);
    seen |= a | b | c | d;
    const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
    *out++ = static_cast<char>(group >> 16);
    *out++ = static_cast<char>(group >> 8);
    *out++ = static_cast<char>(group);
  }
  bool surplus_bits = false;
  if (padding > 0) {
    const std::uint32_t a = value_of(text[whole]), b = value_of(text[whole + 1]);
    const std::uint32_t c = padding == 1 ? value_of(text[whole + 2]) : 0;
    seen |= a | b | c;
    const std::uint32_t group = a << 18 | b << 12 | c << 6;
    *out++ = static_cast<char>(group >> 16);
    if (padding == 1) *out++ = static_cast<char>(group >> 8);
    surplus_bits = (group & (padding == 1 ? 0xffu : 0xffffu)) != 0;
  }
  return (seen & 0xc0) == 0 && !surplus_bits ? out : nullptr;
}

void append_base64(std::string_view bytes, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + base64_size(bytes.size()));
  write_base64(bytes, out.data() + start);
}

bool append_base64_decoded(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + text.size() / 4 * 3);
  const char* const end = read_base64(text, out.data() + start);
  out.resize(end == nullptr ? start : static_cast<std::size_t>(end - out.data()));
  return end != nullptr;
}

}  // namespace stator::base
