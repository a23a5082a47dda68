#include <bit>
#include <cstdint>
#include <cstring>

#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/append_buffer.h"

namespace stator::db::attribute_json {
namespace {

using model::AppendBuffer;
using model::Type;
using model::ValueView;

constexpr std::uint64_t kEveryByte = 0x0101010101010101ULL;
constexpr std::uint64_t kHighBits = kEveryByte * 0x80;

// High bits of the bytes that are zero. Exact up to and including the lowest such byte.
std::uint64_t zero_bytes(std::uint64_t block) { return (block - kEveryByte) & ~block & kHighBits; }

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// How many bytes from the front can be copied as they are.
std::size_t plain_length(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t block;
    std::memcpy(&block, text.data() + at, sizeof(block));
    const std::uint64_t control = (block - kEveryByte * 0x20) & ~block & kHighBits;
    const std::uint64_t hits =
        control | zero_bytes(block ^ (kEveryByte * '"')) | zero_bytes(block ^ (kEveryByte * '\\'));
    if (hits != 0) return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
  }
  while (at < text.size() && !needs_escape(text[at])) ++at;
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

void append_string(std::string_view utf8, AppendBuffer* out) {
  out->append('"');
  while (true) {
    const std::size_t plain = plain_length(utf8);
    out->append(utf8.substr(0, plain));
    if (plain == utf8.size()) break;
    append_escape(utf8[plain], out);
    utf8.remove_prefix(plain + 1);
  }
  out->append('"');
}

// `scratch` is kept for its memory.
void append_binary(std::string_view bytes, std::string* scratch, AppendBuffer* out) {
  scratch->clear();
  base::append_base64(bytes, *scratch);
  out->append('"');
  out->append(*scratch);
  out->append('"');
}

void append_number(ValueView value, std::string* scratch, AppendBuffer* out) {
  scratch->clear();
  value.number().append_to(scratch);
  out->append('"');
  out->append(*scratch);
  out->append('"');
}

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}
  ~Writer() { out_.finish(); }

  void string(std::string_view utf8) { append_string(utf8, &out_); }

  void value(ValueView value) {
    // With its punctuation, so that a short value takes few steps.
    static constexpr std::string_view kOpenings[] = {
        R"({"S":)", R"({"N":)", R"({"B":)",  R"({"BOOL":)", R"({"NULL":)",
        R"({"M":)", R"({"L":)", R"({"SS":)", R"({"NS":)",   R"({"BS":)",
    };
    out_.append(kOpenings[static_cast<std::size_t>(value.type())]);
    payload(value);
    out_.append('}');
  }

  void map(model::MapView map) {
    out_.append('{');
    bool first = true;
    for (const model::Attribute member : map) {
      if (!first) out_.append(',');
      first = false;
      string(member.name);
      out_.append(':');
      value(member.value);
    }
    out_.append('}');
  }

 private:
  void payload(ValueView value) {
    switch (value.type()) {
      case Type::kS:
        return string(value.text());
      case Type::kN:
        return append_number(value, &scratch_, &out_);
      case Type::kB:
        return append_binary(value.text(), &scratch_, &out_);
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
  std::string scratch_;  // base64 and digits
};

}  // namespace

void write_json_string(std::string_view utf8, std::string* out) { Writer(out).string(utf8); }

void write_value(ValueView value, std::string* out) { Writer(out).value(value); }

void write_map(model::MapView map, std::string* out) { Writer(out).map(map); }

}  // namespace stator::db::attribute_json
