#include <string>

#include "base/base64.h"
#include "db/ion/ion.h"
#include "db/ion/symbols.h"

namespace stator::db::ion {
namespace {

using model::Type;

void write_escape(char c, std::string* out) {
  static constexpr std::string_view kNamed = "0??????abtnvfr";  // by their codes
  static constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  *out += '\\';
  if (byte < kNamed.size() && kNamed[byte] != '?') {
    *out += kNamed[byte];
  } else if (byte > 0x20 && byte < 0x7f) {
    *out += c;
  } else {
    *out += 'x';
    *out += kHex[byte >> 4];
    *out += kHex[byte & 15];
  }
}

// Escaped are the quote, the backslash and control characters; all others are as they are.
void write_quoted(std::string_view utf8, char quote, std::string* out) {
  *out += quote;
  std::size_t written = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    // U+0080 to U+009F are 0xc2 and their own code.
    const bool c1 = byte == 0xc2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xa0;
    if (byte >= 0x20 && byte != 0x7f && !c1 && utf8[i] != quote && utf8[i] != '\\') continue;
    out->append(utf8, written, i - written);
    if (c1) ++i;
    write_escape(utf8[i], out);
    written = i + 1;
  }
  out->append(utf8, written);
  *out += quote;
}

void write_name(std::string_view name, std::string* out) {
  const bool bare =
      !name.empty() && identifier_of(name) == name && !is_keyword(name) && !is_symbol_number(name);
  if (bare) {
    *out += name;
  } else {
    write_quoted(name, '\'', out);
  }
}

void write_string(model::ValueView value, std::string* out) { write_quoted(value.text(), '"', out); }

// An exponent stands for zeros: of whole numbers for all at the end, else for those behind the point if they
// are more than five.
void write_decimal(model::ValueView value, std::string* out) {
  constexpr std::size_t kMostZeros = 5;
  char buffer[model::Number::kMaxTextBytes];
  const std::string_view text(buffer, model::Number::write_text(value.ordered(), buffer));
  const std::size_t point = text.find('.');
  if (point == text.npos) {
    const std::size_t digits = text.find_last_not_of('0') + 1;
    if (digits == 0 || digits == text.size()) {
      out->append(text) += '.';
    } else {
      out->append(text, 0, digits).append("d").append(std::to_string(text.size() - digits));
    }
    return;
  }
  const std::string_view fraction = text.substr(point + 1);
  const std::size_t zeros = fraction.find_first_not_of('0');
  const bool below_one = text[point - 1] == '0' && (point == 1 || text[point - 2] == '-');
  if (!below_one || zeros <= kMostZeros) {
    *out += text;
  } else {
    if (text.front() == '-') *out += '-';
    out->append(fraction, zeros).append("d-").append(std::to_string(fraction.size()));
  }
}

void write_blob(model::ValueView value, std::string* out) {
  *out += "{{";
  base::append_base64(value.text(), *out);
  *out += "}}";
}

using WriteElement = void (*)(model::ValueView, std::string*);

void write_elements(model::ValueView value, WriteElement write, std::string* out) {
  *out += '[';
  for (const model::ValueView element : value.elements()) {
    if (out->back() != '[') *out += ',';
    write(element, out);
  }
  *out += ']';
}

void write_value(model::ValueView value, std::string* out) {
  switch (value.type()) {
    case Type::kS:
      return write_string(value, out);
    case Type::kN:
      return write_decimal(value, out);
    case Type::kB:
      return write_blob(value, out);
    case Type::kBool:
      *out += value.boolean() ? "true" : "false";
      return;
    case Type::kNull:
      *out += "null";
      return;
    case Type::kM:
      return write_map(value.map(), out);
    case Type::kL:
      return write_elements(value, write_value, out);
    case Type::kSs:
      *out += "$dynamodb_SS::";
      return write_elements(value, write_string, out);
    case Type::kNs:
      *out += "$dynamodb_NS::";
      return write_elements(value, write_decimal, out);
    case Type::kBs:
      *out += "$dynamodb_BS::";
      return write_elements(value, write_blob, out);
  }
}

}  // namespace

void write_map(model::MapView map, std::string* out) {
  *out += '{';
  for (const auto [name, value] : map) {
    if (out->back() != '{') *out += ',';
    write_name(name, out);
    *out += ':';
    write_value(value, out);
  }
  *out += '}';
}

}  // namespace stator::db::ion
