#include "aws/protocol/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "aws/protocol/shape_values.h"
#include "base/utf8.h"

namespace stator::aws::protocol {
namespace {

void append_integer(std::int64_t number, std::string* out) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out->append(text, end);
}

// Seconds with up to three decimals, as DynamoDB prints its times.
void append_timestamp(Timestamp time, std::string* out) {
  append_integer(time.unix_millis / 1000, out);
  const int millis = static_cast<int>(time.unix_millis % 1000);
  if (millis == 0) return;
  char text[4] = {'.', static_cast<char>('0' + millis / 100), static_cast<char>('0' + millis / 10 % 10),
                  static_cast<char>('0' + millis % 10)};
  std::size_t length = sizeof text;
  while (text[length - 1] == '0') --length;
  out->append(text, length);
}

void append_scalar(const Shape& shape, const void* value, std::string* out) {
  switch (shape.kind) {
    case Kind::kString:
      append_json_string(*static_cast<const std::string*>(value), out);
      return;
    case Kind::kInteger:
    case Kind::kLong:
      append_integer(*static_cast<const std::int64_t*>(value), out);
      return;
    case Kind::kDouble: {
      const double number = *static_cast<const double*>(value);
      if (std::isfinite(number)) return append_json_double(number, out);
      return append_json_string(non_finite_text(number), out);
    }
    case Kind::kBoolean:
      out->append(*static_cast<const bool*>(value) ? "true" : "false");
      return;
    case Kind::kTimestamp:
      append_timestamp(*static_cast<const Timestamp*>(value), out);
      return;
    case Kind::kEnum:
      append_json_string(enum_text(shape, *static_cast<const EnumValue*>(value)), out);
      return;
    default:
      shape.foreign->write_json(value, out);
  }
}

// Length of the valid UTF-8 sequence at the front, or 0.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' &&
         c != '\\';
}

void append_escaped(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\b':
      out->append("\\b");
      return;
    case '\f':
      out->append("\\f");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      fmt::format_to(std::back_inserter(*out), "\\u{:04x}", static_cast<unsigned>(c));
      return;
  }
}

}  // namespace

void append_json_string(std::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out->append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = sequence_length(text);
    if (length > 1) {
      out->append(text.substr(0, length));
    } else if (length == 1) {
      append_escaped(text.front(), out);
    } else {
      out->append("\xEF\xBF\xBD");
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out->push_back('"');
}

void append_json_double(double number, std::string* out) {
  char text[400];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed).ptr;
  out->append(text, end);
  if (std::string_view(text, static_cast<std::size_t>(end - text)).find('.') == std::string_view::npos)
    out->append(".0");
}

void JsonWriter::open(Level& container) {
  out_->push_back(container.kind == Kind::kList ? '[' : '{');
  container.begin = out_->size();
}

void JsonWriter::close(const Level& container) { out_->push_back(container.kind == Kind::kList ? ']' : '}'); }

void JsonWriter::before(const Level& container) {
  const bool is_first = container.count == 1;
  if (container.kind == Kind::kStructure) {
    out_->append(is_first ? "\"" : ",\"").append(container.name).append("\":");
    return;
  }
  if (container.kind == Kind::kList && container.count == 2) make_room(container);
  if (!is_first) out_->push_back(',');
  if (container.kind == Kind::kList) return;
  append_json_string(container.name, out_);
  out_->push_back(':');
}

void JsonWriter::scalar(const Shape& shape, const void* value) { append_scalar(shape, value, out_); }

// The other elements are probably as long as the first one: a text that doubles on its way to 40 KB is copied
// four times.
void JsonWriter::make_room(const Level& list) {
  constexpr std::size_t kLongElement = 4096;
  if (out_->size() <= list.begin) return;  // what was written is taken away already
  const std::size_t first = out_->size() - list.begin;
  if (first > kLongElement) return;
  const std::size_t left = limit_ - std::min(limit_, out_->size());
  const std::size_t others = (list.shape->list->size(list.value) - 1) * (first + 1);
  out_->reserve(out_->size() + std::min(others + others / 16, left) + first);
}

void write_json(const Structure& structure, const void* value, std::string* out) {
  JsonWriter(structure, value, out).write(std::string::npos);
}

std::string error_json(const Error& error, std::string_view model_namespace) {
  std::string out = "{\"__type\":\"";
  out.append(error_namespace(error.origin, model_namespace)).append(error.code).push_back('"');
  if (!error.message.empty()) {
    out.append(error.capital_message ? ",\"Message\":" : ",\"message\":");
    append_json_string(base::as_utf8(error.message), &out);  // it may quote a header
  }
  if (!error.members.empty()) out.append(",").append(error.members);
  out.push_back('}');
  return out;
}

}  // namespace stator::aws::protocol
