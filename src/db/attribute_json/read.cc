#include <cstring>
#include <memory>

#include "base/base64.h"
#include "base/json_parser.h"
#include "db/attribute_json/attribute_json.h"
#include "db/attribute_json/prefix_sort.h"
#include "db/attribute_json/stack_array.h"
#include "db/model/type_name.h"
#include "db/model/value_encoding.h"
#include "messages/requests.h"
#include "messages/tables.h"
#include "messages/values.h"

namespace stator::db::attribute_json {
namespace {

namespace encoding = model::encoding;
using base::JsonKind;
using base::JsonMember;
using base::JsonValue;
using model::Number;
using model::Type;

// "[a, b]": the elements of a set as the client sent them.
std::string list_of(JsonValue elements) {
  std::string out = "[";
  for (const JsonValue element : elements.elements()) {
    if (out.size() > 1) out += ", ";
    if (element.is_string()) out += element.text();
  }
  return out += ']';
}

// Why base::read_base64 refused a text.
std::string base64_problem(std::string_view text) {
  if (text.size() % 4 != 0) return std::string(messages::kBase64Length) + std::to_string(text.size());
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t bad = text.substr(0, text.size() - padding).find_first_not_of(kAlphabet);
  if (bad == std::string_view::npos) return std::string(messages::kBase64Ending);
  // The whole character, as the text is UTF-8.
  std::size_t end = bad + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return std::string(messages::kBase64Character).append(text.substr(bad, end - bad)) + "'";
}

char* write_tag(Type type, char* to) {
  *to = static_cast<char>(encoding::kTagBase + static_cast<unsigned>(type));
  return to + 1;
}

constexpr std::size_t kBlock = 16;

// Copies by whole blocks: reads and writes up to kBlock - 1 bytes more.
char* copy_blocks(const char* from, std::size_t size, char* to) {
  constexpr std::size_t kMostByBlocks = 4 * kBlock;
  if (size > kMostByBlocks) {
    std::memcpy(to, from, size);
  } else {
    for (std::size_t at = 0; at < size; at += kBlock) std::memcpy(to + at, from + at, kBlock);
  }
  return to + size;
}

// In which order the members of maps are taken: as the encoding has them, which is what bytes are written
// for, or as the document has them, to find the error that it shows first.
enum class Order { kSorted, kDocument };

// Walks JSON once and writes the encoding. After an invalid value it goes on, with something in its place,
// because a wrong type further on takes precedence. Recursion is bounded by the JSON parser's limit of depth.
//
// What is written lies in a buffer that begins on the stack. Functions get the place to write at, with room
// for kSpare bytes, and return the place behind what they wrote, with as much room; or nullptr if they met a
// wrong type, which failure() then names.
class Reader {
 public:
  explicit Reader(Order order) : order_(order) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  char* begin() { return begin_; }
  char* value(JsonValue json, int depth, char* to);
  char* map(JsonValue json, int depth, char* to);

  const std::string& failure() const { return failure_; }
  const std::optional<std::string>& invalid() const { return invalid_; }
  // A name stood twice in one map. Order::kSorted has not looked at the values of all but the last.
  bool names_repeat() const { return names_repeat_; }

 private:
  static constexpr std::size_t kSpare = 64;
  static constexpr std::size_t kFirstBytes = 4096;

  struct Member {
    std::uint64_t prefix;  // of the name
    JsonValue name;        // the value is behind it
  };
  // More are in no item, nor among the values of a request; each takes several times its text while it is
  // read.
  static constexpr std::size_t kMaxSetElements = 1 << 20;
  // An element of a set, in the buffer.
  struct Element {
    std::uint64_t prefix;  // of the payload, which they are sorted by
    std::uint32_t offset;
    std::uint32_t size;
  };

  std::nullptr_t fail(std::string_view message) {
    failure_ = message;
    return nullptr;
  }
  void refuse(std::string_view message) {
    if (!invalid_) invalid_ = message;
  }

  char* room(char* to, std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - to) < bytes + kSpare) [[unlikely]]
      return grow(to, bytes + kSpare);
    return to;
  }
  char* grow(char* to, std::size_t bytes);
  std::size_t offset_of(const char* at) const { return static_cast<std::size_t>(at - begin_); }

  char* write_header(std::size_t start, Type type, std::size_t count, char* to);
  std::string_view payload_of(const Element& element) const;
  char* sort_elements(char* to);

  char* null(char* to) { return room(write_tag(Type::kNull, to), 0); }
  char* untyped(JsonValue members, int depth, char* to);
  char* refuse_ambiguous(JsonValue members, int depth, char* to);
  char* not_an_attribute_value(JsonValue json, char* to);
  char* member(Type type, JsonValue json, int depth, char* to);
  std::nullptr_t not_a_string(JsonValue json);
  char* string(JsonValue json, char* to);
  char* number(JsonValue json, bool in_set, char* to);
  char* binary(JsonValue json, char* to);
  bool boolean_of(JsonValue json, bool* out);
  char* map_member(JsonValue name, int depth, char* to);
  char* sorted_map(JsonValue json, int depth, char* to, std::size_t* count);
  bool array_of(JsonValue json);
  char* list(JsonValue json, int depth, char* to);
  char* set(Type type, JsonValue json, char* to);
  char* set_element(Type type, JsonValue json, char* to);

  char* begin_ = first_bytes_;
  char* end_ = first_bytes_ + kFirstBytes;
  std::unique_ptr<char[]> heap_;
  Order order_;
  bool names_repeat_ = false;
  std::optional<std::string> invalid_;
  std::string failure_;
  StackArray<Member, 64> members_;    // of all maps that are being read
  StackArray<Element, 32> elements_;  // of the set that is being read
  char first_bytes_[kFirstBytes];
};

char* Reader::grow(char* to, std::size_t bytes) {
  const std::size_t used = offset_of(to);
  const std::size_t size = 2 * used + bytes;
  auto larger = std::make_unique_for_overwrite<char[]>(size);
  std::memcpy(larger.get(), begin_, used);
  heap_ = std::move(larger);
  begin_ = heap_.get();
  end_ = begin_ + size;
  return begin_ + used;
}

std::string_view Reader::payload_of(const Element& element) const {
  const char* at = begin_ + element.offset + 1;
  const std::uint32_t length = encoding::read_varint(&at);  // as well of a number, which is short
  return {at, length};
}

// Puts the elements of a set, which end at `to`, in order; keeps one of equal ones.
char* Reader::sort_elements(char* to) {
  Element* const first = elements_.from(0);
  Element* const last = elements_.end();
  const std::size_t body = first->offset;
  sort_by_prefix(first, last,
                 [this](const Element& a, const Element& b) { return payload_of(a) < payload_of(b); });
  const Element* previous = nullptr;
  // Blocks are read past the end of the last element, and must not meet what is written.
  char* sorted = to = room(to, offset_of(to) - body + 2 * kBlock) + kBlock;
  std::size_t count = 0;
  for (const Element* element = first; element != last; ++element) {
    if (previous != nullptr && payload_of(*previous) == payload_of(*element)) continue;
    sorted = copy_blocks(begin_ + element->offset, element->size, sorted);
    previous = element;
    ++count;
  }
  elements_.truncate(count);
  const auto sorted_size = static_cast<std::size_t>(sorted - to);
  std::memcpy(begin_ + body, to, sorted_size);
  return begin_ + body + sorted_size;
}

char* Reader::write_header(std::size_t start, Type type, std::size_t count, char* to) {
  char* const header = begin_ + start;
  write_tag(type, header);
  encoding::store_u32(header + 1, static_cast<std::uint32_t>(to - header - encoding::kContainerHeader));
  encoding::store_u32(header + 5, static_cast<std::uint32_t>(count));
  return room(to, 0);
}

char* Reader::not_an_attribute_value(JsonValue json, char* to) {
  if (json.is_array()) return fail(messages::kListAsAttributeValue);
  if (!json.is_null()) return fail(messages::kScalarAsAttributeValue);
  refuse(messages::kAttributeValueEmpty);
  return null(to);
}

std::nullptr_t Reader::not_a_string(JsonValue json) {
  if (json.is_array()) return fail(messages::kListNotExpected);
  if (json.is_object()) return fail(messages::kStructureNotExpected);
  fail(json.kind() == JsonKind::kTrue    ? messages::kTokenTrue
       : json.kind() == JsonKind::kFalse ? messages::kTokenFalse
                                         : messages::kTokenNumber);
  failure_ += messages::kCannotBeString;
  return nullptr;
}

inline char* Reader::string(JsonValue json, char* to) {
  if (!json.is_string()) return not_a_string(json);
  const std::string_view text = json.text();
  to = write_tag(Type::kS, room(to, text.size() + kBlock));
  to = encoding::write_varint(to, static_cast<std::uint32_t>(text.size()));
  return copy_blocks(text.data(), text.size(), to);
}

[[gnu::always_inline]] inline char* Reader::member(Type type, JsonValue json, int depth, char* to) {
  switch (type) {
    case Type::kS:
      return string(json, to);
    case Type::kN:
      return number(json, false, to);
    case Type::kB:
      return binary(json, to);
    case Type::kBool: {
      bool flag = false;
      if (!boolean_of(json, &flag)) return nullptr;
      to = write_tag(Type::kBool, to);
      *to++ = flag ? 1 : 0;
      return room(to, 0);
    }
    case Type::kNull: {
      bool flag = false;
      if (!boolean_of(json, &flag)) return nullptr;
      if (!flag) refuse(messages::kNullMustBeTrue);
      return null(to);
    }
    case Type::kM:
      return map(json, depth + 1, to);
    case Type::kL:
      return list(json, depth + 1, to);
    default:
      return set(type, json, to);
  }
}

char* Reader::value(JsonValue json, int depth, char* to) {
  if (!json.is_object()) return not_an_attribute_value(json, to);
  if (depth > model::kMaxNestingDepth) refuse(messages::kNestingTooDeep);
  if (json.size() == 1) {  // nearly always
    const JsonValue name = json.first();
    const JsonValue content = name.next();
    const auto type = model::type_named(name.text());
    if (type && !content.is_null()) return member(*type, content, depth, to);
  }
  return untyped(json, depth, to);
}

// Of any number of members.
char* Reader::untyped(JsonValue members, int depth, char* to) {
  std::optional<Type> found;
  JsonValue content;
  for (const auto [name, member_value] : members.members()) {
    const auto type = model::type_named(name);
    if (!type || member_value.is_null()) continue;
    if (found && *found != *type) return refuse_ambiguous(members, depth, to);
    found = type;
    content = member_value;
  }
  if (found) return member(*found, content, depth, to);
  refuse(messages::kAttributeValueEmpty);
  return null(to);
}

// Two types at once. Their contents are still searched for wrong types, but not for invalid values; only that
// of a number comes first.
char* Reader::refuse_ambiguous(JsonValue members, int depth, char* to) {
  const std::size_t start = offset_of(to);
  for (const auto [name, member_value] : members.members()) {
    if (model::type_named(name) != Type::kN || member_value.is_null()) continue;
    if (number(member_value, false, begin_ + start) == nullptr) return nullptr;
  }
  if (!invalid_) invalid_ = messages::kAttributeValueAmbiguous;
  for (const auto [name, member_value] : members.members()) {
    const auto type = model::type_named(name);
    if (!type || member_value.is_null()) continue;
    if (member(*type, member_value, depth, begin_ + start) == nullptr) return nullptr;
  }
  return null(begin_ + start);
}

// A refused element of a set leaves nothing behind.
char* Reader::number(JsonValue json, bool in_set, char* to) {
  if (!json.is_string()) return not_a_string(json);
  model::NumberError error;
  const std::size_t length = Number::parse_ordered(json.text(), to + 2, &error);
  if (length != 0) [[likely]] {
    write_tag(Type::kN, to);
    to[1] = static_cast<char>(length);
    return room(to + 2 + length, 0);
  }
  if (!invalid_) refuse(model::number_error_message(error, json.text()));
  return in_set ? to : null(to);
}

char* Reader::binary(JsonValue json, char* to) {
  if (json.is_number() || json.is_boolean()) return fail(messages::kNotBase64);
  if (!json.is_string()) return not_a_string(json);
  const std::string_view text = json.text();
  if (text.size() % 4 != 0) return fail(base64_problem(text));
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::size_t size = text.size() / 4 * 3 - padding;
  to = write_tag(Type::kB, room(to, size + kBlock));
  to = encoding::write_varint(to, static_cast<std::uint32_t>(size));
  if (base::read_base64(text, to) == nullptr) return fail(base64_problem(text));
  return to + size;
}

bool Reader::boolean_of(JsonValue json, bool* out) {
  switch (json.kind()) {
    case JsonKind::kTrue:
    case JsonKind::kFalse:
      *out = json.kind() == JsonKind::kTrue;
      return true;
    case JsonKind::kString:
      fail(messages::kUnexpectedToken);
      return false;
    case JsonKind::kArray:
      fail(messages::kListNotExpected);
      return false;
    case JsonKind::kObject:
      fail(messages::kStructureNotExpected);
      return false;
    default:
      fail(messages::kTokenNumber);
      failure_ += messages::kCannotBeBoolean;
      return false;
  }
}

inline char* Reader::map_member(JsonValue name_value, int depth, char* to) {
  const std::string_view name = name_value.text();
  // Only an item's own attributes need a name: inside a document an empty one is a key like any other.
  if (name.empty() && depth == 1) refuse(messages::kAttributeNameEmpty);
  if (name.size() > model::kMaxAttributeNameBytes) refuse(messages::kAttributeNameTooLong);
  to = encoding::write_varint(room(to, name.size() + kBlock), static_cast<std::uint32_t>(name.size()));
  to = copy_blocks(name.data(), name.size(), to);
  return value(name_value.next(), depth, to);
}

// Of members with the same name the last one counts.
char* Reader::sorted_map(JsonValue json, int depth, char* to, std::size_t* count) {
  const std::size_t first = members_.size();
  bool sorted = true;
  std::uint64_t previous = 0;
  JsonValue name = json.first();
  for (std::size_t left = json.size(); left > 0; --left) {
    const std::uint64_t prefix = prefix_of(name.text());
    sorted = sorted && prefix > previous;
    previous = prefix;
    members_.push({prefix, name});
    name = name.next().next();
  }
  const auto less = [](const Member& a, const Member& b) {
    const auto order = a.name.text() <=> b.name.text();
    return order != 0 ? order < 0 : a.name.precedes(b.name);
  };
  if (!sorted) sort_by_prefix(members_.from(first), members_.end(), less);

  const std::size_t end = members_.size();
  for (std::size_t i = first; i < end; ++i) {
    const Member& member = *members_.from(i);
    const Member* const next = i + 1 < end ? &member + 1 : nullptr;
    if (next != nullptr && member.prefix == next->prefix && member.name.text() == next->name.text()) {
      names_repeat_ = true;
      continue;
    }
    to = map_member(member.name, depth, to);
    if (to == nullptr) return nullptr;
    ++*count;
  }
  members_.truncate(first);
  return to;
}

char* Reader::map(JsonValue json, int depth, char* to) {
  if (!json.is_object()) {
    return fail(json.is_array() ? messages::kListAsAttributeMap : messages::kUnexpectedFieldType);
  }
  const std::size_t start = offset_of(to);
  to += encoding::kContainerHeader;
  std::size_t count = 0;
  if (order_ == Order::kSorted) {
    if (json.size() > 0) to = sorted_map(json, depth, to, &count);
    if (to == nullptr) return nullptr;
  } else {
    JsonValue name = json.first();
    for (; count < json.size(); ++count, name = name.next().next()) {
      to = map_member(name, depth, to);
      if (to == nullptr) return nullptr;
    }
  }
  return write_header(start, Type::kM, count, to);
}

bool Reader::array_of(JsonValue json) {
  if (json.is_array()) return true;
  fail(json.is_object() ? messages::kStructureNotExpected : messages::kUnexpectedFieldType);
  return false;
}

char* Reader::list(JsonValue json, int depth, char* to) {
  if (!array_of(json)) return nullptr;
  const std::size_t start = offset_of(to);
  to = room(to + encoding::kContainerHeader, 0);
  for (const JsonValue element : json.elements()) {
    to = value(element, depth, to);
    if (to == nullptr) return nullptr;
  }
  return write_header(start, Type::kL, json.size(), to);
}

char* Reader::set_element(Type type, JsonValue json, char* to) {
  if (json.is_null()) {
    refuse(type == Type::kSs   ? messages::kStringSetNull
           : type == Type::kNs ? messages::kNumberSetNull
                               : messages::kBinarySetNull);
    return to;
  }
  if (type == Type::kSs) return string(json, to);
  return type == Type::kNs ? number(json, true, to) : binary(json, to);
}

char* Reader::set(Type type, JsonValue json, char* to) {
  if (!array_of(json)) return nullptr;
  const std::size_t header = offset_of(to);
  to = room(to + encoding::kContainerHeader, 0);
  elements_.truncate(0);
  bool sorted = true;
  std::uint64_t previous = 0;
  for (const JsonValue element : json.elements()) {
    if (elements_.size() == kMaxSetElements) {
      refuse(messages::kItemTooLarge);
      elements_.truncate(0);
      to = begin_ + header + encoding::kContainerHeader;
    }
    const std::size_t start = offset_of(to);
    to = set_element(type, element, to);
    if (to == nullptr) return nullptr;
    const auto size = static_cast<std::uint32_t>(offset_of(to) - start);
    if (size == 0) continue;
    Element added{0, static_cast<std::uint32_t>(start), size};
    added.prefix = prefix_of(payload_of(added));
    sorted = sorted && added.prefix > previous;
    previous = added.prefix;
    elements_.push(added);
  }
  const std::size_t written = elements_.size();
  if (!sorted && written > 1) to = sort_elements(to);
  const bool unique = elements_.size() == written;
  to = write_header(header, type, elements_.size(), to);
  if (json.size() == 0) {
    refuse(type == Type::kSs   ? messages::kStringSetEmpty
           : type == Type::kNs ? messages::kNumberSetEmpty
                               : messages::kBinarySetEmpty);
  }
  if (unique || invalid_) return to;
  if (type == Type::kNs) {
    refuse(messages::kNumberSetDuplicates);
  } else {
    refuse(std::string(messages::kSetDuplicates)
               .append(list_of(json))
               .append(type == Type::kSs ? messages::kStringSetDuplicatesEnd
                                         : messages::kBinarySetDuplicatesEnd));
  }
  return to;
}

using Read = char* (Reader::*)(JsonValue json, int depth, char* to);

// The error or invalid value that comes first in the document, if there is one.
[[gnu::noinline]] Result<std::optional<std::string>> first_problem(Read read, JsonValue json) {
  Reader reader(Order::kDocument);
  if ((reader.*read)(json, 1, reader.begin()) == nullptr)
    return Error{ErrorKind::kSerialization, reader.failure(), {}};
  return reader.invalid();
}

template <Read kRead>
Result<Parsed> read(JsonValue json) {
  Reader reader(Order::kSorted);
  char* const end = (reader.*kRead)(json, 1, reader.begin());
  Parsed parsed;
  if (end == nullptr || reader.invalid() || reader.names_repeat()) [[unlikely]] {
    STATOR_ASSIGN(parsed.invalid, first_problem(kRead, json));
  }
  if (end != nullptr) parsed.bytes.assign(reader.begin(), end);
  return parsed;
}

}  // namespace

Result<Parsed> read_value(base::JsonValue json) { return read<&Reader::value>(json); }

Result<Parsed> read_map(base::JsonValue json) { return read<&Reader::map>(json); }

}  // namespace stator::db::attribute_json
