// Attribute values as stored bytes, read in place. This is the form in which an item lives everywhere: in the
// engine, in requests after parsing, and in expression evaluation. There is no tree of heap nodes on the way
// of a get, put or query.
//
// The encoding is canonical: map members are sorted by name (byte order), sets are sorted, numbers are
// canonical. So two values are equal exactly when their bytes are equal. docs/formats/item.md has the layout
// and golden vectors.
//
// An item is the encoding of one map. Views do not own bytes and are cheap to copy. A default-constructed
// MapView is an empty map without bytes. Accessors of the wrong type are bugs and are not checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "db/model/number.h"

namespace stator::db::model {

enum class Type : std::uint8_t { kS, kN, kB, kBool, kNull, kM, kL, kSs, kNs, kBs };

// "S", "N", ... "BS": as in AttributeValue members.
std::string_view type_name(Type type);
std::optional<Type> type_from_name(std::string_view name);
inline bool is_set(Type t) { return t == Type::kSs || t == Type::kNs || t == Type::kBs; }
Type element_type(Type set);  // SS: S, NS: N, BS: B

inline constexpr std::size_t kMaxItemBytes = 400 * 1024;    // rule 29
inline constexpr int kMaxNestingDepth = 32;                 // rule 28
inline constexpr std::size_t kMaxPartitionKeyBytes = 2048;  // rule 36
inline constexpr std::size_t kMaxSortKeyBytes = 1024;
inline constexpr std::size_t kMaxAttributeNameBytes = 65535;  // rule 35
inline constexpr std::size_t kMaxKeyNameBytes = 255;

class ElementRange;
class MapView;

// One attribute value. The bytes come from ValueWriter or passed valid(); reading others is undefined.
class ValueView {
 public:
  ValueView() = default;
  explicit ValueView(std::string_view encoded) : bytes_(encoded) {}

  // The whole encoding, tag included.
  std::string_view bytes() const { return bytes_; }
  Type type() const;

  std::string_view text() const;                         // S, B: the payload
  Number number() const;                                 // N
  std::string_view ordered() const;                      // N: its order-preserving bytes (number.h)
  bool boolean() const;                                  // BOOL
  MapView map() const;                                   // M
  std::size_t count() const;                             // L, M, SS, NS, BS: number of elements
  ElementRange elements() const;                         // L, SS, NS, BS
  std::optional<ValueView> at(std::size_t index) const;  // L

  // Size by DynamoDB's accounting (rule 30), without an attribute name.
  std::size_t size_bytes() const;

  friend bool operator==(const ValueView& a, const ValueView& b) { return a.bytes_ == b.bytes_; }

 private:
  std::string_view bytes_;
};

// Order of two S, two N or two B values (rule 37); nothing for other or different types.
std::optional<std::strong_ordering> compare(const ValueView& a, const ValueView& b);

// Forward range of ValueViews.
class ElementRange {
 public:
  class Iterator {
   public:
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = ValueView;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = value_type;

    Iterator() = default;
    explicit Iterator(const char* at) : at_(at) {}
    value_type operator*() const;
    Iterator& operator++();
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const char* at_ = nullptr;
  };
  ElementRange(const char* begin, const char* end) : begin_(begin), end_(end) {}
  Iterator begin() const { return Iterator(begin_); }
  Iterator end() const { return Iterator(end_); }

 private:
  const char* begin_;
  const char* end_;
};

struct Attribute {
  std::string_view name;
  ValueView value;
};

// A map value, or an item. Members come in byte order of their names.
class MapView {
 public:
  MapView() = default;
  // `encoded` is the whole encoding of a map value, tag included.
  explicit MapView(std::string_view encoded) : bytes_(encoded) {}

  class Iterator {
   public:
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Attribute;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = value_type;

    Iterator() = default;
    explicit Iterator(const char* at) : at_(at) {}
    value_type operator*() const;
    Iterator& operator++();
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const char* at_ = nullptr;
  };

  bool empty() const { return count() == 0; }
  std::size_t count() const;
  Iterator begin() const;
  Iterator end() const;
  std::optional<ValueView> find(std::string_view name) const;
  std::string_view bytes() const { return bytes_; }

  // Names and values by DynamoDB's accounting: what the 400 KB limit and capacity units count for an item.
  std::size_t size_bytes() const;

 private:
  std::string_view bytes_;
};

using ItemView = MapView;

// Depth of nesting: 1 for a scalar or a set, 1 + the deepest element for a list or map. An attribute value
// may have kMaxNestingDepth. For values of bounded depth only (it recurses).
int nesting_depth(ValueView value);

// True if `encoded` is exactly one well-formed canonical value, no deeper than an item may be. For bytes of
// unknown origin.
bool valid(std::string_view encoded);

}  // namespace stator::db::model

#include "db/model/value_inl.h"  // IWYU pragma: export
