// Shapes: what a request or response of an AWS API looks like, declared once as constant tables. From a table
// come parsing, the constraint checks and the response writer of every protocol.
//
//   struct Key { std::string name; std::optional<Enum<KeyType>> type; };
//   inline constexpr Member kKeyMembers[] = {
//       member<&Key::name>("Name", kName, kRequired),
//       member<&Key::type>("Type", kKeyType),
//   };
//   inline constexpr Structure kKeyStructure{"Key", kKeyMembers};
//   inline constexpr auto kKey = structure_shape<Key>(kKeyStructure);
//
// Members stand in AWS's order: its errors are listed in it. A member's field is T or std::optional<T>, where
// T is the type of its shape; an optional field that was not sent stays empty, a plain one keeps its initial
// value, and is always written. A struct may inherit members from one plain base, which then lies at its
// front.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aws/error.h"

namespace stator::aws::protocol {

enum class Kind : std::uint8_t {
  kString,     // std::string
  kInteger,    // std::int64_t, of 32 bits on the wire
  kLong,       // std::int64_t
  kDouble,     // double
  kBoolean,    // bool
  kTimestamp,  // Timestamp
  kEnum,       // Enum<E>
  kStructure,  // a struct with a table
  kList,       // std::vector<T>
  kMap,        // Map<T>
  kForeign,    // anything: read and written by functions of its own
};

struct Timestamp {
  std::int64_t unix_millis = 0;
};

// A member of an enumeration, or the text that is none.
struct EnumValue {
  static constexpr std::int16_t kUnknown = -1;
  std::int16_t index = kUnknown;  // in the shape's list of values
  std::string unknown;            // as sent
};

// E's enumerators count up from 0 in the order of the shape's values.
template <typename E>
struct Enum : EnumValue {
  Enum() = default;
  Enum(E value) { index = static_cast<std::int16_t>(value); }
  // Precondition: the constraints were checked.
  E get() const { return static_cast<E>(index); }
};

// In the order sent; no key stands twice (the last one sent wins).
template <typename T>
using Map = std::vector<std::pair<std::string, T>>;

// A regular expression as AWS prints it, and the function that matches it.
struct Pattern {
  std::string_view text;
  bool (*matches)(std::string_view);
};

struct ListAccess {
  void* (*append)(void* list);
  const void* (*at)(const void* list, std::size_t index);
  std::size_t (*size)(const void* list);
};

struct MapAccess {
  void* (*append)(void* map, std::string_view key);
  const void* (*at)(const void* map, std::size_t index, std::string_view* key);
  std::size_t (*size)(const void* map);
};

struct JsonCursor;  // json_cursor.h

// A value of a type that this library does not know, read and written by functions of its own.
struct Foreign {
  Result<base::Ok> (*read_json)(const JsonCursor& cursor, void* value);
  void (*write_json)(const void* value, std::string* out);
  // Appends what a constraint message prints in place of the value.
  void (*describe)(const void* value, std::string* out);
};

struct Structure;

inline constexpr std::int64_t kNoMinimum = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNoMaximum = std::numeric_limits<std::int64_t>::max();

struct Shape {
  Kind kind = Kind::kString;
  std::int64_t min = kNoMinimum;  // of a number; or length of a string (UTF-8 characters), list or map
  std::int64_t max = kNoMaximum;
  const Pattern* pattern = nullptr;
  std::span<const std::string_view> values = {};  // kEnum, in the order in which AWS prints them
  const Structure* structure = nullptr;
  const Shape* key = nullptr;      // kMap: constraints of the keys
  const Shape* element = nullptr;  // kList, kMap
  const ListAccess* list = nullptr;
  const MapAccess* map = nullptr;
  const Foreign* foreign = nullptr;
};

enum MemberFlags : std::uint8_t {
  kOptional = 0,
  kRequired = 1,
  kReportedAlone = 2,  // a violation here hides all others (rule 12: the table's name)
};

struct Member {
  std::string_view name;  // as on the wire
  const Shape* shape;
  std::uint8_t flags;
  // The place of the value in the C++ struct: makes it if need be; nullptr if it is not there.
  void* (*emplace)(void* structure);
  const void* (*get)(const void* structure);

  bool required() const { return (flags & kRequired) != 0; }
  bool reported_alone() const { return (flags & kReportedAlone) != 0; }
};

struct Structure {
  std::string_view name;
  std::span<const Member> members;
};

// A shape whose values are of the C++ type T.
template <typename T>
struct TypedShape : Shape {
  using Value = T;
  constexpr explicit TypedShape(Shape shape) : Shape(shape) {}
};

namespace shape_internal {

template <typename T>
struct FieldType {
  using Value = T;
  static constexpr bool kIsOptional = false;
};
template <typename T>
struct FieldType<std::optional<T>> {
  using Value = T;
  static constexpr bool kIsOptional = true;
};
template <typename M>
struct MemberPointer;
template <typename S, typename F>
struct MemberPointer<F S::*> {
  using Struct = S;
  using Field = F;
};

template <auto kPointer>
struct FieldAccess {
  using Struct = typename MemberPointer<decltype(kPointer)>::Struct;
  using Field = typename MemberPointer<decltype(kPointer)>::Field;
  using Value = typename FieldType<Field>::Value;

  static void* emplace(void* structure) {
    Field& field = static_cast<Struct*>(structure)->*kPointer;
    if constexpr (FieldType<Field>::kIsOptional) {
      return &field.emplace();
    } else {
      return &field;
    }
  }
  static const void* get(const void* structure) {
    const Field& field = static_cast<const Struct*>(structure)->*kPointer;
    if constexpr (FieldType<Field>::kIsOptional) {
      return field.has_value() ? &*field : nullptr;
    } else {
      return &field;
    }
  }
};

template <typename T>
struct VectorAccess {
  static void* append(void* list) { return &static_cast<std::vector<T>*>(list)->emplace_back(); }
  static const void* at(const void* list, std::size_t i) {
    return &(*static_cast<const std::vector<T>*>(list))[i];
  }
  static std::size_t size(const void* list) { return static_cast<const std::vector<T>*>(list)->size(); }
  static constexpr ListAccess kAccess{append, at, size};
};

template <typename T>
struct PairsAccess {
  static void* append(void* map, std::string_view key) {
    auto& pairs = *static_cast<Map<T>*>(map);
    return &pairs.emplace_back(std::string(key), T{}).second;
  }
  static const void* at(const void* map, std::size_t i, std::string_view* key) {
    const auto& pair = (*static_cast<const Map<T>*>(map))[i];
    *key = pair.first;
    return &pair.second;
  }
  static std::size_t size(const void* map) { return static_cast<const Map<T>*>(map)->size(); }
  static constexpr MapAccess kAccess{append, at, size};
};

}  // namespace shape_internal

// ---- makers of shapes

constexpr TypedShape<std::string> string_shape(std::int64_t min = kNoMinimum, std::int64_t max = kNoMaximum,
                                               const Pattern* pattern = nullptr) {
  return TypedShape<std::string>({.kind = Kind::kString, .min = min, .max = max, .pattern = pattern});
}
constexpr TypedShape<std::int64_t> integer_shape(std::int64_t min = kNoMinimum,
                                                 std::int64_t max = kNoMaximum) {
  return TypedShape<std::int64_t>({.kind = Kind::kInteger, .min = min, .max = max});
}
constexpr TypedShape<std::int64_t> long_shape(std::int64_t min = kNoMinimum, std::int64_t max = kNoMaximum) {
  return TypedShape<std::int64_t>({.kind = Kind::kLong, .min = min, .max = max});
}
constexpr TypedShape<double> double_shape() { return TypedShape<double>({.kind = Kind::kDouble}); }
constexpr TypedShape<bool> boolean_shape() { return TypedShape<bool>({.kind = Kind::kBoolean}); }
constexpr TypedShape<Timestamp> timestamp_shape() {
  return TypedShape<Timestamp>({.kind = Kind::kTimestamp});
}

template <typename E>
constexpr TypedShape<Enum<E>> enum_shape(std::span<const std::string_view> values) {
  return TypedShape<Enum<E>>({.kind = Kind::kEnum, .values = values});
}
template <typename S>
constexpr TypedShape<S> structure_shape(const Structure& structure) {
  return TypedShape<S>({.kind = Kind::kStructure, .structure = &structure});
}
// `element` must have static storage.
template <typename T>
constexpr TypedShape<std::vector<T>> list_shape(const TypedShape<T>& element, std::int64_t min = kNoMinimum,
                                                std::int64_t max = kNoMaximum) {
  return TypedShape<std::vector<T>>({.kind = Kind::kList,
                                     .min = min,
                                     .max = max,
                                     .element = &element,
                                     .list = &shape_internal::VectorAccess<T>::kAccess});
}
template <typename T>
constexpr TypedShape<Map<T>> map_shape(const TypedShape<std::string>& key, const TypedShape<T>& element,
                                       std::int64_t min = kNoMinimum, std::int64_t max = kNoMaximum) {
  return TypedShape<Map<T>>({.kind = Kind::kMap,
                             .min = min,
                             .max = max,
                             .key = &key,
                             .element = &element,
                             .map = &shape_internal::PairsAccess<T>::kAccess});
}
template <typename T>
constexpr TypedShape<T> foreign_shape(const Foreign& foreign) {
  return TypedShape<T>({.kind = Kind::kForeign, .foreign = &foreign});
}

template <auto kPointer, typename T>
constexpr Member member(std::string_view name, const TypedShape<T>& shape, std::uint8_t flags = kOptional) {
  using Access = shape_internal::FieldAccess<kPointer>;
  static_assert(std::is_same_v<typename Access::Value, T>, "the field's type is not that of the shape");
  return {name, &shape, flags, Access::emplace, Access::get};
}

}  // namespace stator::aws::protocol
