// JSON text to a flat document of values that are read in place: strings without escapes are views into the
// text.
//
//   JsonParser parser;
//   if (const auto root = parser.parse(body); root && root->kind() == JsonKind::kObject) {
//     for (const JsonMember member : root->members()) use(member.name, member.value);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace stator::base {

enum class JsonKind : std::uint8_t {
  kNull,
  kFalse,
  kTrue,
  kInteger,   // without fraction or exponent, fits int64
  kUnsigned,  // as large as only uint64 holds
  kDouble,    // with fraction or exponent
  kString,
  kArray,
  kObject,
};

// One of the values of a document, which lie in the order of the text: a container, then what it holds.
struct JsonNode {
  union {
    const char* text;  // kString
    std::int64_t integer;
    std::uint64_t unsigned_integer;
    double real;
    JsonNode* parent;  // of a container while it is parsed
  };
  std::uint32_t size;       // bytes of a string; elements or members of a container
  std::uint32_t kind : 4;   // JsonKind
  std::uint32_t span : 28;  // nodes of this value, itself included
};

struct JsonMember;

// A view of a value; valid until its parser is used again or the text changes. Accessors of another kind than
// the value's are bugs and are not checked.
class JsonValue {
 public:
  JsonValue() = default;
  explicit JsonValue(const JsonNode* node) : node_(node) {}

  JsonKind kind() const { return static_cast<JsonKind>(node_->kind); }
  bool is_null() const { return kind() == JsonKind::kNull; }
  bool is_string() const { return kind() == JsonKind::kString; }
  bool is_array() const { return kind() == JsonKind::kArray; }
  bool is_object() const { return kind() == JsonKind::kObject; }
  bool is_boolean() const { return kind() == JsonKind::kTrue || kind() == JsonKind::kFalse; }
  bool is_number() const { return kind() >= JsonKind::kInteger && kind() <= JsonKind::kDouble; }

  std::string_view text() const {
    return {node_->text, node_->size};
  }  // readable kPadding bytes past its end
  std::int64_t integer() const { return node_->integer; }
  double number() const {  // of every kind of number
    if (kind() == JsonKind::kInteger) return static_cast<double>(node_->integer);
    if (kind() == JsonKind::kUnsigned) return static_cast<double>(node_->unsigned_integer);
    return node_->real;
  }

  std::size_t size() const { return node_->size; }  // of an array or object

  // What comes behind this value: the next element, the value that belongs to a name, the next name.
  JsonValue next() const { return JsonValue(node_ + node_->span); }
  // The first element or name. Precondition: size() > 0.
  JsonValue first() const { return JsonValue(node_ + 1); }

  // Of the same document: this one begins before the other.
  bool precedes(JsonValue other) const { return node_ < other.node_; }

  template <typename Item>
  class Range;
  Range<JsonValue> elements() const;  // of an array
  Range<JsonMember> members() const;  // of an object, in the order of the text; names may repeat

 private:
  const JsonNode* node_ = nullptr;
};

struct JsonMember {
  std::string_view name;
  JsonValue value;
};

template <typename Item>
class JsonValue::Range {
 public:
  class Iterator {
   public:
    Iterator(JsonValue at, std::size_t left) : at_(at), left_(left) {}
    Item operator*() const {
      if constexpr (std::is_same_v<Item, JsonMember>) {
        return {at_.text(), at_.next()};
      } else {
        return at_;
      }
    }
    Iterator& operator++() {
      if constexpr (std::is_same_v<Item, JsonMember>) at_ = at_.next();
      at_ = at_.next();
      --left_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    JsonValue at_;
    std::size_t left_;
  };

  explicit Range(JsonValue container) : container_(container) {}
  Iterator begin() const { return {container_.first(), container_.size()}; }
  Iterator end() const { return {container_, 0}; }

 private:
  JsonValue container_;
};

inline JsonValue::Range<JsonValue> JsonValue::elements() const { return Range<JsonValue>(*this); }
inline JsonValue::Range<JsonMember> JsonValue::members() const { return Range<JsonMember>(*this); }

// Keeps its memory for the next text. Not thread-safe.
class JsonParser {
 public:
  // Texts are read in blocks, up to this many bytes past their end.
  static constexpr std::size_t kPadding = 64;
  static constexpr int kMaxDepth = 1023;  // containers in each other, not counting empty ones
  static constexpr std::size_t kMaxBytes = 1 << 28;

  // RFC 8259, in valid UTF-8. Also refused: numbers outside the range of double, or of uint64 and int64 if
  // they have neither fraction nor exponent; half surrogate pairs; texts of more than kMaxBytes. `text` is
  // read in place if its capacity exceeds its size by kPadding, else copied.
  std::optional<JsonValue> parse(const std::string& text);

 private:
  // A malloced array whose content is not kept when it grows.
  struct Bytes {
    std::unique_ptr<char[]> data;
    std::size_t size = 0;
    char* at_least(std::size_t bytes);
  };

  bool run(const char* at, const char* end);
  const char* escaped_string(const char* start, const char* at, JsonNode* node);
  const char* string(const char* start, JsonNode* node);
  void make_nodes(std::size_t text_bytes);

  std::unique_ptr<JsonNode[]> nodes_;
  std::size_t capacity_ = 0;       // of nodes_
  Bytes padded_;                   // a copy of a text without room behind it
  Bytes unescaped_;                // the strings that had escapes, one behind the other
  char* unescaped_end_ = nullptr;  // of what is in use; nullptr before the first one
  std::size_t text_bytes_ = 0;
};

}  // namespace stator::base
