#include <algorithm>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <vector>

#include "base/base64.h"
#include "base/json_parser.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/messages.h"
#include "db/model/value_encoding.h"

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

// The type that the name of a member stands for. Reads past the name's end, where JSON texts are readable.
std::optional<Type> type_of(std::string_view name) {
  if (name.size() == 1) {
    switch (name[0]) {
      case 'S':
        return Type::kS;
      case 'N':
        return Type::kN;
      case 'B':
        return Type::kB;
      case 'M':
        return Type::kM;
      case 'L':
        return Type::kL;
      default:
        return std::nullopt;
    }
  }
  return model::type_from_name(name);
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

// Of a name or payload: its first bytes as a number that orders like them. Reads past its end.
std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t prefix;
  std::memcpy(&prefix, text.data(), sizeof(prefix));
  prefix = __builtin_bswap64(prefix);
  return text.size() >= sizeof(prefix) ? prefix : prefix & ~(~std::uint64_t{0} >> (8 * text.size()));
}

// Walks JSON once and writes the encoding. After an invalid value it goes on, with something in its place,
// because a wrong type further on takes precedence. Recursion is bounded by the JSON parser's limit of depth.
//
// What is written lies in a buffer that begins on the stack. Functions get the place to write at, with room
// for kSpare bytes, and return the place behind what they wrote, with as much room; or nullptr if they met a
// wrong type, which failure() then names.
class Reader {
 public:
  Reader() { parts_.reserve(kFirstParts); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  char* begin() { return begin_; }
  char* value(JsonValue json, int depth, char* to);
  char* map(JsonValue json, int depth, char* to);

  const std::string& failure() const { return failure_; }
  std::optional<std::string> take_invalid() { return std::move(invalid_); }

 private:
  static constexpr std::size_t kSpare = 64;
  static constexpr std::size_t kFirstBytes = 4096;
  static constexpr std::size_t kFirstParts = 64;

  // A member of a map or an element of a set, in the buffer, and what it is sorted by: its name or payload.
  struct Part {
    std::uint64_t prefix;  // of the name
    std::uint32_t offset;
    std::uint32_t length;  // filled in before sorting
    std::uint32_t name_offset;
    std::uint32_t name_length;
  };
  // What has parts, while they are written.
  struct Container {
    std::size_t start;  // of the tag, in the buffer
    std::size_t first_part;
    bool sorted;  // parts came in ascending order so far
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

  Container open(const char* to) const { return {offset_of(to), parts_.size(), true}; }
  void add_part(Container* container, const char* part, const char* name, std::size_t name_length);
  std::string_view name_of(const Part& part) const { return {begin_ + part.name_offset, part.name_length}; }
  // Puts what is out of order in order; of equal parts the last one is kept. *unique: there were none.
  char* close(const Container& container, Type type, char* to, bool* unique);
  char* sort_parts(const Container& container, char* to, std::size_t* count);
  char* write_header(std::size_t start, Type type, std::size_t count, char* to);

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
  bool array_of(JsonValue json);
  char* list(JsonValue json, int depth, char* to);
  char* set(Type type, JsonValue json, char* to);
  char* set_element(Type type, JsonValue json, char* to);

  char* begin_ = first_bytes_;
  char* end_ = first_bytes_ + kFirstBytes;
  std::unique_ptr<char[]> heap_;
  std::pmr::monotonic_buffer_resource parts_memory_{first_parts_, sizeof(first_parts_)};
  std::pmr::vector<Part> parts_{&parts_memory_};  // of all open containers
  std::optional<std::string> invalid_;
  std::string failure_;
  alignas(Part) char first_parts_[kFirstParts * sizeof(Part)];
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

// Part and name lie in the buffer.
void Reader::add_part(Container* container, const char* part, const char* name, std::size_t name_length) {
  const std::uint64_t prefix = prefix_of({name, name_length});
  if (parts_.size() > container->first_part && prefix <= parts_.back().prefix) {
    const bool ascending =
        prefix == parts_.back().prefix && name_of(parts_.back()) < std::string_view(name, name_length);
    container->sorted = container->sorted && ascending;
  }
  parts_.push_back({prefix, static_cast<std::uint32_t>(offset_of(part)), 0,
                    static_cast<std::uint32_t>(offset_of(name)), static_cast<std::uint32_t>(name_length)});
}

char* Reader::sort_parts(const Container& container, char* to, std::size_t* count) {
  const auto first = parts_.begin() + static_cast<std::ptrdiff_t>(container.first_part);
  const std::size_t body = first->offset;
  const std::size_t body_size = offset_of(to) - body;
  std::uint32_t part_end = static_cast<std::uint32_t>(offset_of(to));
  for (auto part = parts_.end(); part-- != first; part_end = part->offset)
    part->length = part_end - part->offset;
  std::sort(first, parts_.end(), [this](const Part& a, const Part& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const auto order = name_of(a) <=> name_of(b);
    return order != 0 ? order < 0 : a.offset < b.offset;
  });

  // In order behind the body, then back in its place.
  char* sorted = to = room(to, body_size + kBlock);
  *count = 0;
  for (auto part = first; part != parts_.end(); ++part) {
    const auto next = part + 1;
    if (next != parts_.end() && part->prefix == next->prefix && name_of(*part) == name_of(*next)) continue;
    sorted = copy_blocks(begin_ + part->offset, part->length, sorted);
    ++*count;
  }
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

char* Reader::close(const Container& container, Type type, char* to, bool* unique) {
  const std::size_t written = parts_.size() - container.first_part;
  std::size_t count = written;
  if (!container.sorted) to = sort_parts(container, to, &count);
  *unique = count == written;
  parts_.resize(container.first_part);
  return write_header(container.start, type, count, to);
}

char* Reader::not_an_attribute_value(JsonValue json, char* to) {
  if (json.is_array()) return fail(messages::kListAsAttributeValue);
  if (!json.is_null()) return fail(messages::kScalarAsAttributeValue);
  refuse(messages::kAttributeValueEmpty);
  return null(to);
}

char* Reader::value(JsonValue json, int depth, char* to) {
  if (!json.is_object()) return not_an_attribute_value(json, to);
  if (depth > model::kMaxNestingDepth) refuse(messages::kNestingTooDeep);
  if (json.size() == 1) {  // nearly always
    const JsonValue name = json.first();
    const JsonValue content = name.next();
    const auto type = type_of(name.text());
    if (type && !content.is_null()) return member(*type, content, depth, to);
  }
  return untyped(json, depth, to);
}

// Of any number of members.
char* Reader::untyped(JsonValue members, int depth, char* to) {
  std::optional<Type> found;
  JsonValue content;
  for (const auto [name, member_value] : members.members()) {
    const auto type = type_of(name);
    if (!type || member_value.is_null()) continue;
    if (found && *found != *type) return refuse_ambiguous(members, depth, to);
    found = type;
    content = member_value;
  }
  if (found) return member(*found, content, depth, to);
  refuse(messages::kAttributeValueEmpty);
  return null(to);
}

// Two types at once. Their contents are still searched for wrong types, but not for invalid values.
char* Reader::refuse_ambiguous(JsonValue members, int depth, char* to) {
  if (!invalid_) invalid_ = messages::kAttributeValueAmbiguous;
  const std::size_t start = offset_of(to);
  for (const auto [name, member_value] : members.members()) {
    const auto type = type_of(name);
    if (!type || member_value.is_null()) continue;
    if (member(*type, member_value, depth, begin_ + start) == nullptr) return nullptr;
  }
  return null(begin_ + start);
}

char* Reader::member(Type type, JsonValue json, int depth, char* to) {
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

std::nullptr_t Reader::not_a_string(JsonValue json) {
  if (json.is_array()) return fail(messages::kListNotExpected);
  if (json.is_object()) return fail(messages::kStructureNotExpected);
  fail(json.kind() == JsonKind::kTrue    ? messages::kTokenTrue
       : json.kind() == JsonKind::kFalse ? messages::kTokenFalse
                                         : messages::kTokenNumber);
  failure_ += messages::kCannotBeString;
  return nullptr;
}

char* Reader::string(JsonValue json, char* to) {
  if (!json.is_string()) return not_a_string(json);
  const std::string_view text = json.text();
  to = write_tag(Type::kS, room(to, text.size() + kBlock));
  to = encoding::write_varint(to, static_cast<std::uint32_t>(text.size()));
  return copy_blocks(text.data(), text.size(), to);
}

// A refused element of a set leaves nothing behind.
char* Reader::number(JsonValue json, bool in_set, char* to) {
  if (!json.is_string()) return not_a_string(json);
  const auto length = Number::parse_ordered(json.text(), to + 2);
  if (length.ok()) {
    write_tag(Type::kN, to);
    to[1] = static_cast<char>(*length);
    return room(to + 2 + *length, 0);
  }
  if (!invalid_) refuse(model::number_error_message(length.error(), json.text()));
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
      fail(messages::kStringNotExpected);
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

char* Reader::map(JsonValue json, int depth, char* to) {
  if (!json.is_object()) {
    return fail(json.is_array() ? messages::kListAsAttributeMap : messages::kUnexpectedFieldType);
  }
  Container container = open(to);
  to += encoding::kContainerHeader;
  for (const auto [name, member_value] : json.members()) {
    // Only an item's own attributes need a name: inside a document an empty one is a key like any other.
    if (name.empty() && depth == 1) refuse(messages::kAttributeNameEmpty);
    if (name.size() > model::kMaxAttributeNameBytes) refuse(messages::kAttributeNameTooLong);
    char* const part = room(to, name.size() + kBlock);
    char* const name_at = encoding::write_varint(part, static_cast<std::uint32_t>(name.size()));
    to = copy_blocks(name.data(), name.size(), name_at);
    add_part(&container, part, name_at, name.size());
    to = value(member_value, depth, to);
    if (to == nullptr) return nullptr;
  }
  bool unique;
  return close(container, Type::kM, to, &unique);
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
  Container container = open(to);
  to = room(to + encoding::kContainerHeader, 0);
  for (const JsonValue element : json.elements()) {
    const std::size_t start = offset_of(to);
    to = set_element(type, element, to);
    if (to == nullptr) return nullptr;
    const char* const part = begin_ + start;
    if (part == to) continue;
    const char* payload = part + 1;
    const std::uint32_t length = encoding::read_varint(&payload);  // of a number, too: it is short
    add_part(&container, part, payload, length);
  }
  bool unique;
  to = close(container, type, to, &unique);
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

Result<Parsed> result(Reader& reader, char* end) {
  if (end == nullptr) return Error{ErrorKind::kSerialization, reader.failure(), {}};
  return Parsed{std::string(reader.begin(), end), reader.take_invalid()};
}

}  // namespace

Result<Parsed> read_value(base::JsonValue json) {
  Reader reader;
  return result(reader, reader.value(json, 1, reader.begin()));
}

Result<Parsed> read_map(base::JsonValue json) {
  Reader reader;
  return result(reader, reader.map(json, 1, reader.begin()));
}

}  // namespace stator::db::attribute_json
