#include "aws/protocol/cbor_writer.h"

#include <bit>
#include <cmath>
#include <limits>

#include "aws/protocol/cbor_item.h"
#include "aws/protocol/shape_values.h"
#include "base/check.h"
#include "base/json_parser.h"
#include "base/utf8.h"

namespace stator::aws::protocol {
namespace {

void append_head(CborMajor major, std::uint64_t argument, std::string* out) {
  const auto type = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5);
  const int size = argument < 24            ? 0
                   : argument <= UINT8_MAX  ? 1
                   : argument <= UINT16_MAX ? 2
                   : argument <= UINT32_MAX ? 4
                                            : 8;
  if (size == 0) {
    out->push_back(static_cast<char>(type | argument));
    return;
  }
  out->push_back(static_cast<char>(type | (24 + std::countr_zero(static_cast<unsigned>(size)))));
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    out->push_back(static_cast<char>(argument >> shift & 0xFF));
}

// A simple value, or the first byte of a float.
void append_simple(std::uint8_t info, std::string* out) {
  out->push_back(static_cast<char>(static_cast<unsigned>(CborMajor::kOther) << 5 | info));
}

void append_float(std::uint8_t info, std::uint64_t bits, int bytes, std::string* out) {
  append_simple(info, out);
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out->push_back(static_cast<char>(bits >> shift & 0xFF));
}

void append_boolean(bool value, std::string* out) {
  append_simple(value ? CborHead::kTrue : CborHead::kFalse, out);
}

void append_timestamp(Timestamp time, std::string* out) {
  append_head(CborMajor::kTag, kEpochTag, out);
  if (time.unix_millis % 1000 == 0) {
    append_cbor_integer(time.unix_millis / 1000, out);
  } else {
    append_cbor_double(static_cast<double>(time.unix_millis) / 1000, out);
  }
}

void append_scalar(const Shape& shape, const void* value, std::string* out) {
  switch (shape.kind) {
    case Kind::kString:
      return append_cbor_text(*static_cast<const std::string*>(value), out);
    case Kind::kInteger:
    case Kind::kLong:
      return append_cbor_integer(*static_cast<const std::int64_t*>(value), out);
    case Kind::kDouble:
      return append_cbor_double(*static_cast<const double*>(value), out);
    case Kind::kBoolean:
      return append_boolean(*static_cast<const bool*>(value), out);
    case Kind::kTimestamp:
      return append_timestamp(*static_cast<const Timestamp*>(value), out);
    default:
      STATOR_CHECK(shape.kind == Kind::kEnum);
      return append_cbor_text(enum_text(shape, *static_cast<const EnumValue*>(value)), out);
  }
}

// The members of an error are there as JSON, from this server's own hand.
void append_json(base::JsonValue json, std::string* out) {
  switch (json.kind()) {
    case base::JsonKind::kNull:
      return append_simple(CborHead::kNull, out);
    case base::JsonKind::kFalse:
    case base::JsonKind::kTrue:
      return append_boolean(json.kind() == base::JsonKind::kTrue, out);
    case base::JsonKind::kInteger:
      return append_cbor_integer(json.integer(), out);
    case base::JsonKind::kUnsigned:
    case base::JsonKind::kDouble:
      return append_cbor_double(json.number(), out);
    case base::JsonKind::kString:
      return append_cbor_text(json.text(), out);
    case base::JsonKind::kArray:
      append_head(CborMajor::kArray, json.size(), out);
      for (const base::JsonValue element : json.elements()) append_json(element, out);
      return;
    case base::JsonKind::kObject:
      append_head(CborMajor::kMap, json.size(), out);
      for (const base::JsonMember member : json.members()) {
        append_cbor_text(member.name, out);
        append_json(member.value, out);
      }
  }
}

}  // namespace

void append_cbor_text(std::string_view text, std::string* out) {
  if (!base::valid_utf8(text)) return append_cbor_text(base::as_utf8(text), out);
  append_head(CborMajor::kText, text.size(), out);
  out->append(text);
}

void append_cbor_integer(std::int64_t number, std::string* out) {
  if (number >= 0) {
    append_head(CborMajor::kUnsigned, static_cast<std::uint64_t>(number), out);
  } else {
    append_head(CborMajor::kNegative, static_cast<std::uint64_t>(-(number + 1)), out);
  }
}

void append_cbor_double(double number, std::string* out) {
  if (std::isnan(number)) number = std::numeric_limits<double>::quiet_NaN();  // there are many
  const bool fits = std::isfinite(number) && std::abs(number) <= std::numeric_limits<float>::max();
  const auto shorter = fits ? static_cast<float>(number) : 0.0F;
  if (fits && static_cast<double>(shorter) == number) {
    append_float(CborHead::kSingle, std::bit_cast<std::uint32_t>(shorter), 4, out);
  } else {
    append_float(CborHead::kDouble, std::bit_cast<std::uint64_t>(number), 8, out);
  }
}

void CborWriter::open(Level& container) {
  std::size_t count = 0;
  switch (container.kind) {
    case Kind::kStructure:
      for (const Member& member : container.structure->members)
        count += member.get(container.value) != nullptr ? 1 : 0;
      return append_head(CborMajor::kMap, count, out_);
    case Kind::kList:
      return append_head(CborMajor::kArray, container.shape->list->size(container.value), out_);
    default:
      return append_head(CborMajor::kMap, container.shape->map->size(container.value), out_);
  }
}

void CborWriter::before(const Level& container) {
  if (container.kind != Kind::kList) append_cbor_text(container.name, out_);
}

void CborWriter::scalar(const Shape& shape, const void* value) { append_scalar(shape, value, out_); }

void write_cbor(const Structure& structure, const void* value, std::string* out) {
  CborWriter(structure, value, out).write(std::string::npos);
}

std::string error_cbor(const Error& error, std::string_view model_namespace) {
  base::JsonParser parser;
  const std::string object = "{" + error.members + "}";
  const auto members = parser.parse(object);
  STATOR_CHECK(members.has_value());
  std::string out;
  append_head(CborMajor::kMap, 1 + (error.message.empty() ? 0 : 1) + members->size(), &out);
  append_cbor_text("__type", &out);
  append_cbor_text(std::string(error_namespace(error.origin, model_namespace)) + error.code, &out);
  if (!error.message.empty()) {
    append_cbor_text(error.capital_message ? "Message" : "message", &out);
    append_cbor_text(error.message, &out);  // it may quote a header
  }
  for (const base::JsonMember member : members->members()) {
    append_cbor_text(member.name, &out);
    append_json(member.value, &out);
  }
  return out;
}

}  // namespace stator::aws::protocol
