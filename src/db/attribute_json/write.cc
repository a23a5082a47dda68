#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/append_buffer.h"

namespace stator::db::attribute_json {
namespace {

using model::AppendBuffer;
using model::Type;
using model::ValueView;

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// A block of text at once: where its first byte stands that needs an escape; its size if none does.
struct Block8 {
  static constexpr std::size_t kSize = 8;
  static std::size_t copy(const char* from, char* to) {
    constexpr std::uint64_t kEach = 0x0101010101010101ULL;
    constexpr std::uint64_t kHigh = kEach * 0x80;
    std::uint64_t block;
    std::memcpy(&block, from, kSize);
    std::memcpy(to, &block, kSize);
    // The high bit of bytes below `n` (n <= 0x80); exact up to and including the lowest such byte.
    const auto below = [](std::uint64_t bytes, std::uint64_t n) {
      return (bytes - kEach * n) & ~bytes & kHigh;
    };
    const std::uint64_t hits =
        below(block, 0x20) | below(block ^ (kEach * '"'), 1) | below(block ^ (kEach * '\\'), 1);
    return static_cast<std::size_t>(std::countr_zero(hits)) / 8;
  }
};

#ifdef __SSE2__
struct Block16 {
  static constexpr std::size_t kSize = 16;
  static std::size_t copy(const char* from, char* to) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), block);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const int hits = _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash)));
    return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(hits) | 1u << kSize));
  }
};
#else
using Block16 = Block8;
#endif

// Precondition: text.size() >= Block::kSize. The last block overlaps the one before it.
template <typename Block>
std::size_t copy_blocks(std::string_view text, char* out) {
  const std::size_t last = text.size() - Block::kSize;
  for (std::size_t at = 0;; at = std::min(at + Block::kSize, last)) {
    const std::size_t plain = Block::copy(text.data() + at, out + at);
    if (plain < Block::kSize || at == last) return at + plain;
  }
}

// Copies from the front of `text` what needs no escape; returns how many bytes. May write garbage behind
// them. Precondition: room for text.size().
std::size_t copy_plain(std::string_view text, char* out) {
  if (text.size() >= Block16::kSize) return copy_blocks<Block16>(text, out);
  if (text.size() >= Block8::kSize) return copy_blocks<Block8>(text, out);
  std::size_t at = 0;
  for (; at < text.size() && !needs_escape(text[at]); ++at) out[at] = text[at];
  return at;
}

void append_escape(char c, AppendBuffer* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out->append('\\');
  switch (c) {
    case '"':
    case '\\':
      return out->append(c);
    case '\b':
      return out->append('b');
    case '\f':
      return out->append('f');
    case '\n':
      return out->append('n');
    case '\r':
      return out->append('r');
    case '\t':
      return out->append('t');
    default:
      out->append("u00");
      out->append(kHex[static_cast<unsigned char>(c) >> 4]);
      out->append(kHex[c & 15]);
  }
}

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}
  ~Writer() { out_.finish(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // A JSON string with `close` behind it.
  void string(std::string_view utf8, std::string_view close) {
    out_.append('"');
    while (true) {
      char* const at = out_.room(utf8.size());
      const std::size_t plain = copy_plain(utf8, at);
      out_.advance_to(at + plain);
      if (plain == utf8.size()) break;
      append_escape(utf8[plain], &out_);
      utf8.remove_prefix(plain + 1);
    }
    out_.append(close);
  }

  void value(ValueView value) {
    static constexpr std::string_view kOpenings[] = {
        R"({"S":)", R"({"N":)", R"({"B":)",  R"({"BOOL":)", R"({"NULL":)",
        R"({"M":)", R"({"L":)", R"({"SS":)", R"({"NS":)",   R"({"BS":)",
    };
    const Type type = value.type();
    out_.append(kOpenings[static_cast<std::size_t>(type)]);
    if (type == Type::kS) return string(value.text(), "\"}");
    payload(value);
    out_.append('}');
  }

  void map(model::MapView map) {
    out_.append('{');
    bool first = true;
    for (const model::Attribute member : map) {
      if (!first) out_.append(',');
      first = false;
      string(member.name, "\":");
      value(member.value);
    }
    out_.append('}');
  }

 private:
  void payload(ValueView value) {
    switch (value.type()) {
      case Type::kS:
        return string(value.text(), "\"");
      case Type::kN:
        scratch_.assign(1, '"');
        value.number().append_to(&scratch_);
        scratch_.push_back('"');
        return out_.append(scratch_);
      case Type::kB:
        scratch_.assign(1, '"');
        base::append_base64(value.text(), scratch_);
        scratch_.push_back('"');
        return out_.append(scratch_);
      case Type::kBool:
        return out_.append(value.boolean() ? "true" : "false");
      case Type::kNull:
        return out_.append("true");
      case Type::kM:
        return map(value.map());
      default:
        return elements(value);
    }
  }

  // Of a list with their types, of a set without.
  void elements(ValueView container) {
    const bool list = container.type() == Type::kL;
    out_.append('[');
    bool first = true;
    for (const ValueView element : container.elements()) {
      if (!first) out_.append(',');
      first = false;
      list ? value(element) : payload(element);
    }
    out_.append(']');
  }

  AppendBuffer out_;
  std::string scratch_;  // numbers and base64; kept for its memory
};

}  // namespace

void write_json_string(std::string_view utf8, std::string* out) { Writer(out).string(utf8, "\""); }

void write_value(ValueView value, std::string* out) { Writer(out).value(value); }

void write_map(model::MapView map, std::string* out) { Writer(out).map(map); }

}  // namespace stator::db::attribute_json
