// What all readers of shapes do alike.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "aws/protocol/constraints.h"
#include "aws/protocol/shape.h"

namespace stator::aws::protocol {

// nullptr: there is none of this name.
inline const Member* find_member(const Structure& structure, std::string_view name) {
  for (const Member& member : structure.members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

inline void set_enum(const Shape& shape, std::string_view text, EnumValue* value) {
  const auto found = std::find(shape.values.begin(), shape.values.end(), text);
  if (found == shape.values.end()) {
    value->unknown = text;
  } else {
    value->index = static_cast<std::int16_t>(found - shape.values.begin());
  }
}

inline std::string_view enum_text(const Shape& shape, const EnumValue& value) {
  if (value.index == EnumValue::kUnknown) return value.unknown;
  return shape.values[static_cast<std::size_t>(value.index)];
}

// How many elements of a list are worth keeping. With more its length is wrong anyway, and no message shows
// them: an empty structure takes two bytes of a request, and in memory some hundred.
inline std::size_t most_elements(const Shape& list) {
  if (list.max > std::numeric_limits<std::int32_t>::max()) return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(list.max) + kMaxEchoedBytes / 2;
}

// The most entries of a map of structures or lists, and elements of a list without a maximum of its own: no
// item has so many attributes. An empty structure takes some bytes of a request, and in memory some hundred.
inline constexpr std::size_t kMaxEntries = 128 * 1024;

inline bool is_limited(const Shape& container) {
  if (container.max <= std::numeric_limits<std::int32_t>::max()) return false;
  const Kind element = container.element->kind;
  return element == Kind::kStructure || element == Kind::kList ||
         (container.kind == Kind::kList && element != Kind::kForeign);
}

// How protocols of text write the doubles that are no numbers (smithy.io/2.0/aws/protocols: "Non-numeric
// floats").
inline std::string_view non_finite_text(double number) {
  if (std::isnan(number)) return "NaN";
  return number > 0 ? "Infinity" : "-Infinity";
}

// False: it is none of them.
inline bool parse_non_finite(std::string_view text, double* number) {
  for (const double value :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity()}) {
    if (text != non_finite_text(value)) continue;
    *number = value;
    return true;
  }
  return false;
}

// What Java makes an integer of: a number without its fraction. False: it is not from `low` to `high`.
inline bool drop_fraction(double number, std::int64_t low, std::int64_t high, std::int64_t* value) {
  // Both bounds are exact as doubles: INT64_MAX becomes 2^63, and stays that.
  if (!(number >= static_cast<double>(low) && number < static_cast<double>(high) + 1)) return false;
  *value = static_cast<std::int64_t>(number);
  return true;
}

// To the nearest millisecond. Beyond some 285,000 years it is the farthest time there is. Precondition: not
// NaN.
inline Timestamp timestamp_of(double seconds) {
  constexpr double kFarthestMillis = 9e15;  // their microseconds fit into 64 bits
  return {std::llround(std::clamp(seconds * 1000, -kFarthestMillis, kFarthestMillis))};
}

}  // namespace stator::aws::protocol
