#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value_encoding.h"

namespace stator::db::attribute_json {
namespace {

namespace encoding = model::encoding;
using model::Number;
using model::Type;

constexpr std::size_t kBlock = 16;

#ifdef __SSE2__
// Copies a block of text; sets the bytes of the result that need an escape.
inline __m128i copy_and_mark(const char* from, char* to) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), block);
  // Flipping this bit brings the quote, 0x22, to 0x20, and leaves the control characters below that.
  const __m128i flipped = _mm_xor_si128(block, _mm_set1_epi8(0x02));
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(flipped, _mm_set1_epi8(0x20)), flipped);
  return _mm_or_si128(low, _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
}
#endif

// Copies a block of text; returns a bit for each of its bytes that needs an escape.
unsigned copy_block(const char* from, char* to) {
#ifdef __SSE2__
  return static_cast<unsigned>(_mm_movemask_epi8(copy_and_mark(from, to)));
#else
  unsigned hits = 0;
  std::memcpy(to, from, kBlock);
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool hit = static_cast<unsigned char>(from[i]) < 0x20 || from[i] == '"' || from[i] == '\\';
    hits |= static_cast<unsigned>(hit) << i;
  }
  return hits;
#endif
}

// Copies four blocks; false if one of their bytes needs an escape.
bool copy_plain_blocks(const char* from, char* to) {
#ifdef __SSE2__
  __m128i hits = _mm_setzero_si128();
#pragma GCC unroll 4
  for (std::size_t i = 0; i < 4; ++i)
    hits = _mm_or_si128(hits, copy_and_mark(from + i * kBlock, to + i * kBlock));
  return _mm_movemask_epi8(hits) == 0;
#else
  unsigned hits = 0;
  for (std::size_t i = 0; i < 4; ++i) hits |= copy_block(from + i * kBlock, to + i * kBlock);
  return hits == 0;
#endif
}

char* write_escape(char c, char* to) {
  static constexpr char kHex[] = "0123456789abcdef";
  *to++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *to++ = c;
      return to;
    case '\b':
      *to++ = 'b';
      return to;
    case '\f':
      *to++ = 'f';
      return to;
    case '\n':
      *to++ = 'n';
      return to;
    case '\r':
      *to++ = 'r';
      return to;
    case '\t':
      *to++ = 't';
      return to;
    default:
      std::memcpy(to, "u00", 3);
      to[3] = kHex[static_cast<unsigned char>(c) >> 4];
      to[4] = kHex[c & 15];
      return to + 5;
  }
}

template <std::size_t kSize>
char* write_literal(const char (&text)[kSize], char* to) {
  std::memcpy(to, text, kSize - 1);
  return to + kSize - 1;
}

// Walks encoded bytes and writes JSON at the end of a string, each in one pass. Every function leaves room
// for kSpare bytes behind what it wrote, which is more than any brackets, quotes and commas that follow
// before the next check.
class Writer {
 public:
  struct Place {
    const char* from;
    char* to;
  };

  // Reads nothing at or behind `from_end`.
  Writer(const char* from_end, std::string* out) : from_end_(from_end), out_(out), started_at_(out->size()) {}

  // Where to write first. `estimate`: how many bytes will probably come.
  char* begin(std::size_t estimate) { return take(started_at_, estimate + kSpare); }
  void finish(const char* to) { out_->resize(static_cast<std::size_t>(to - out_->data())); }

  // A JSON string without its quotes.
  char* text(const char* from, std::size_t size, char* to) {
    to = room(to, size + kBlock);
    const std::size_t plain = size < kBlock ? copy_short(from, size, to) : copy_long(from, size, to);
    if (plain == size) [[likely]]
      return to + size;
    return escaped_text(from, size, plain, to);
  }

  Place value(Place at) {
    switch (static_cast<Type>(encoding::tag_at(at.from) - encoding::kTagBase)) {
      case Type::kS:
        at = string({at.from, write_literal(R"({"S":)", at.to)});
        *at.to++ = '}';
        return at;
      case Type::kN:
        at = number({at.from, write_literal(R"({"N":)", at.to)});
        *at.to++ = '}';
        return at;
      case Type::kB:
        at = binary({at.from, write_literal(R"({"B":)", at.to)});
        *at.to++ = '}';
        return at;
      case Type::kBool: {
        const bool flag = at.from[1] != 0;
        at.to = flag ? write_literal(R"({"BOOL":true})", at.to) : write_literal(R"({"BOOL":false})", at.to);
        return {at.from + 2, room(at.to, 0)};
      }
      case Type::kNull:
        return {at.from + 1, room(write_literal(R"({"NULL":true})", at.to), 0)};
      case Type::kM:
        at = map({at.from, write_literal(R"({"M":)", at.to)});
        break;
      case Type::kL:
        at = elements<&Writer::value>({at.from, write_literal(R"({"L":)", at.to)});
        break;
      case Type::kSs:
        at = elements<&Writer::string>({at.from, write_literal(R"({"SS":)", at.to)});
        break;
      case Type::kNs:
        at = elements<&Writer::number>({at.from, write_literal(R"({"NS":)", at.to)});
        break;
      case Type::kBs:
        at = elements<&Writer::binary>({at.from, write_literal(R"({"BS":)", at.to)});
        break;
    }
    *at.to++ = '}';
    at.to = room(at.to, 0);
    return at;
  }

  Place map(Place at) {
    const char* const end = at.from + encoding::kContainerHeader + encoding::load_u32(at.from + 1);
    at.from += encoding::kContainerHeader;
    *at.to++ = '{';
    while (at.from != end) {
      const std::uint32_t size = encoding::read_varint(&at.from);
      *at.to++ = '"';
      at.to = write_literal("\":", text(at.from, size, at.to));
      at = value({at.from + size, at.to});
      *at.to++ = ',';
    }
    return close(at, '}');
  }

 private:
  static constexpr std::size_t kSpare = 64;
  static constexpr std::size_t kMinStep = 512;

  char* room(char* to, std::size_t bytes) {
    if (static_cast<std::size_t>(to_end_ - to) < bytes + kSpare) [[unlikely]]
      return grow(to, bytes + kSpare);
    return to;
  }

  // The string zeroes its bytes before they are written, so they are taken in steps that follow what was
  // written.
  [[gnu::noinline]] char* grow(char* to, std::size_t bytes) {
    const auto used = static_cast<std::size_t>(to - out_->data());
    return take(used, bytes + std::max(kMinStep, (used - started_at_) / 2));
  }
  char* take(std::size_t used, std::size_t bytes) {
    out_->resize(used + bytes);
    to_end_ = out_->data() + out_->size();
    return out_->data() + used;
  }

  // These copy from the front of a text what needs no escape and return how many bytes that is. They may
  // write kBlock bytes of garbage behind them.
  std::size_t copy_short(const char* from, std::size_t size, char* to) const {
    const bool readable = static_cast<std::size_t>(from_end_ - from) >= kBlock;
    const unsigned hits = readable ? copy_block(from, to) : copy_end(from, size, to);
    return static_cast<std::size_t>(std::countr_zero(hits | 1u << size));
  }
  [[gnu::noinline]] static unsigned copy_end(const char* from, std::size_t size, char* to) {
    char block[kBlock] = {};
    std::copy_n(from, size, block);
    return copy_block(block, to);
  }
  [[gnu::noinline]] std::size_t copy_long(const char* from, std::size_t size, char* to) const {
    std::size_t at = 0;
    // Four blocks have one answer, which is nearly always that there is nothing; else they are looked at
    // again.
    for (; size - at >= 4 * kBlock; at += 4 * kBlock) {
      if (!copy_plain_blocks(from + at, to + at)) [[unlikely]]
        break;
    }
    for (; size - at >= kBlock; at += kBlock) {
      const unsigned hits = copy_block(from + at, to + at);
      if (hits != 0) [[unlikely]]
        return at + static_cast<std::size_t>(std::countr_zero(hits));
    }
    return at + copy_short(from + at, size - at, to + at);
  }

  // The rest of a text of which the first `plain` bytes are written and the next one needs an escape.
  [[gnu::noinline]] char* escaped_text(const char* from, std::size_t size, std::size_t plain, char* to) {
    do {
      to = write_escape(from[plain], to + plain);
      from += plain + 1;
      size -= plain + 1;
      to = room(to, size + kBlock);
      plain = copy_long(from, size, to);
    } while (plain != size);
    return to + size;
  }

  Place string(Place at) {
    ++at.from;
    const std::uint32_t size = encoding::read_varint(&at.from);
    *at.to++ = '"';
    at.to = text(at.from, size, at.to);
    *at.to++ = '"';
    return {at.from + size, at.to};
  }

  Place number(Place at) {
    const std::size_t size = static_cast<unsigned char>(at.from[1]);
    at.to = room(at.to, Number::kMaxTextBytes);
    *at.to++ = '"';
    at.to = Number::write_text({at.from + 2, size}, at.to);
    *at.to++ = '"';
    return {at.from + 2 + size, at.to};
  }

  Place binary(Place at) {
    ++at.from;
    const std::uint32_t size = encoding::read_varint(&at.from);
    at.to = room(at.to, base::base64_size(size));
    *at.to++ = '"';
    at.to = base::write_base64({at.from, size}, at.to);
    *at.to++ = '"';
    return {at.from + size, at.to};
  }

  template <Place (Writer::*kElement)(Place)>
  Place elements(Place at) {
    const char* const end = at.from + encoding::kContainerHeader + encoding::load_u32(at.from + 1);
    at.from += encoding::kContainerHeader;
    at.to = room(at.to, 0);
    *at.to++ = '[';
    while (at.from != end) {
      at = (this->*kElement)(at);
      *at.to++ = ',';
    }
    return close(at, ']');
  }

  // A bracket, in place of the comma behind the last element if there is one.
  static Place close(Place at, char bracket) {
    if (at.to[-1] == ',') --at.to;
    *at.to++ = bracket;
    return at;
  }

  const char* from_end_;
  std::string* out_;
  std::size_t started_at_;
  char* to_end_ = nullptr;
};

// About as many bytes of JSON come of so many encoded ones. Too little costs a copy of what is written.
std::size_t estimate(std::size_t encoded) {
  constexpr std::size_t kMostForNames = 512;
  return encoded + encoded / 4 + std::min(encoded / 4, kMostForNames);
}

}  // namespace

void write_json_string(std::string_view utf8, std::string* out) {
  Writer writer(utf8.data() + utf8.size(), out);
  char* to = writer.begin(utf8.size());
  *to++ = '"';
  to = writer.text(utf8.data(), utf8.size(), to);
  *to++ = '"';
  writer.finish(to);
}

void write_value(model::ValueView value, std::string* out) {
  const std::string_view bytes = value.bytes();
  Writer writer(bytes.data() + bytes.size(), out);
  writer.finish(writer.value({bytes.data(), writer.begin(estimate(bytes.size()))}).to);
}

void write_map(model::MapView map, std::string* out) {
  const std::string_view bytes = map.bytes();
  if (bytes.empty()) {
    out->append("{}");
    return;
  }
  Writer writer(bytes.data() + bytes.size(), out);
  writer.finish(writer.map({bytes.data(), writer.begin(estimate(bytes.size()))}).to);
}

}  // namespace stator::db::attribute_json
