#include <bit>
#include <cstdint>
#include <cstring>

#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"

namespace stator::db::attribute_json {
namespace {

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

void append_escape(char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out->push_back('\\');
  switch (c) {
    case '"':
    case '\\':
      return out->push_back(c);
    case '\b':
      return out->push_back('b');
    case '\f':
      return out->push_back('f');
    case '\n':
      return out->push_back('n');
    case '\r':
      return out->push_back('r');
    case '\t':
      return out->push_back('t');
    default:
      out->append("u00");
      out->push_back(kHex[static_cast<unsigned char>(c) >> 4]);
      out->push_back(kHex[c & 15]);
  }
}

void append_quoted_base64(std::string_view bytes, std::string* out) {
  out->push_back('"');
  base::append_base64(bytes, *out);
  out->push_back('"');
}

void append_quoted_number(ValueView value, std::string* out) {
  out->push_back('"');
  value.number().append_to(out);
  out->push_back('"');
}

template <typename Write>
void write_elements(ValueView value, std::string* out, Write write) {
  out->push_back('[');
  bool first = true;
  for (const ValueView element : value.elements()) {
    if (!first) out->push_back(',');
    first = false;
    write(element, out);
  }
  out->push_back(']');
}

void write_payload(ValueView value, std::string* out) {
  switch (value.type()) {
    case Type::kS:
      return write_json_string(value.text(), out);
    case Type::kN:
      return append_quoted_number(value, out);
    case Type::kB:
      return append_quoted_base64(value.text(), out);
    case Type::kBool:
      out->append(value.boolean() ? "true" : "false");
      return;
    case Type::kNull:
      out->append("true");
      return;
    case Type::kM:
      return write_map(value.map(), out);
    case Type::kL:
      return write_elements(value, out, [](ValueView element, std::string* to) { write_value(element, to); });
    default:
      return write_elements(value, out, write_payload);
  }
}

}  // namespace

void write_json_string(std::string_view utf8, std::string* out) {
  out->push_back('"');
  while (true) {
    const std::size_t plain = plain_length(utf8);
    out->append(utf8.substr(0, plain));
    if (plain == utf8.size()) break;
    append_escape(utf8[plain], out);
    utf8.remove_prefix(plain + 1);
  }
  out->push_back('"');
}

void write_value(ValueView value, std::string* out) {
  // With its punctuation, so that a short value costs few appends.
  static constexpr std::string_view kOpenings[] = {
      R"({"S":)", R"({"N":)", R"({"B":)",  R"({"BOOL":)", R"({"NULL":)",
      R"({"M":)", R"({"L":)", R"({"SS":)", R"({"NS":)",   R"({"BS":)",
  };
  out->append(kOpenings[static_cast<std::size_t>(value.type())]);
  write_payload(value, out);
  out->push_back('}');
}

void write_map(model::MapView map, std::string* out) {
  out->push_back('{');
  bool first = true;
  for (const model::Attribute member : map) {
    if (!first) out->push_back(',');
    first = false;
    write_json_string(member.name, out);
    out->push_back(':');
    write_value(member.value, out);
  }
  out->push_back('}');
}

}  // namespace stator::db::attribute_json
