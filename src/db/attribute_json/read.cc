#include <simdjson.h>

#include "base/base64.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/messages.h"
#include "db/model/value_writer.h"

namespace stator::db::attribute_json {
namespace {

using model::Number;
using model::Type;
using model::ValueWriter;
using simdjson::dom::element;
using simdjson::dom::element_type;

bool is_number(element_type type) {
  return type == element_type::INT64 || type == element_type::UINT64 || type == element_type::DOUBLE;
}

// "[a, b]": the elements of a set as the client sent them.
std::string list_of(const simdjson::dom::array& elements) {
  std::string out = "[";
  for (const element item : elements) {
    if (out.size() > 1) out += ", ";
    if (item.is_string()) out += item.get_string().value_unsafe();
  }
  return out += ']';
}

// Why base::append_base64_decoded refused a text.
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

// Walks JSON and writes the encoding. After an invalid value it goes on, with something in its place, because
// a wrong type further on takes precedence. Recursion is bounded by the JSON parser's own limit of depth.
class Reader {
 public:
  explicit Reader(std::string* out) : writer_(out) {}

  // Each of these is false if it met a wrong type; failure() then says which.
  bool value(const element& json, int depth);
  bool map(const element& json, int depth);

  const std::string& failure() const { return failure_; }
  std::optional<std::string> take_invalid() { return std::move(invalid_); }

 private:
  bool fail(std::string_view message) {
    failure_ = message;
    return false;
  }
  void refuse(std::string_view message) {
    if (!invalid_) invalid_ = message;
  }
  bool refuse_ambiguous(const simdjson::dom::object& members, int depth);
  bool not_an_attribute_value(const element& json);
  bool member(Type type, const element& json, int depth);
  bool string_of(const element& json, std::string_view* out);
  bool binary_of(const element& json);
  bool boolean_of(const element& json, bool* out);
  bool number(std::string_view text, bool in_set);
  bool list(const element& json, int depth);
  bool set(Type type, const element& json);
  bool set_element(Type type, const element& json);
  bool array_of(const element& json, simdjson::dom::array* out);

  ValueWriter writer_;
  std::string binary_;  // decoded base64, kept for its memory
  std::optional<std::string> invalid_;
  std::string failure_;
};

bool Reader::not_an_attribute_value(const element& json) {
  if (json.is_array()) return fail(messages::kListAsAttributeValue);
  if (!json.is_null()) return fail(messages::kScalarAsAttributeValue);
  refuse(messages::kAttributeValueEmpty);
  writer_.null();
  return true;
}

bool Reader::value(const element& json, int depth) {
  simdjson::dom::object members;
  if (json.get_object().get(members) != simdjson::SUCCESS) return not_an_attribute_value(json);
  if (depth > model::kMaxNestingDepth) refuse(messages::kNestingTooDeep);

  if (members.size() == 1) {  // nearly always
    const auto only = members.begin();
    const auto type = model::type_from_name(only.key());
    const element content = only.value();
    if (type && !content.is_null()) return member(*type, content, depth);
  }
  std::optional<Type> found;
  element content;
  for (const auto& [name, member_value] : members) {
    const auto type = model::type_from_name(name);
    if (!type || member_value.is_null()) continue;
    if (found && *found != *type) return refuse_ambiguous(members, depth);
    found = type;
    content = member_value;
  }
  if (found) return member(*found, content, depth);
  refuse(messages::kAttributeValueEmpty);
  writer_.null();
  return true;
}

// Two types at once. Their contents are still searched for wrong types.
bool Reader::refuse_ambiguous(const simdjson::dom::object& members, int depth) {
  for (const auto& [name, member_value] : members) {
    const auto type = model::type_from_name(name);
    if (!type || member_value.is_null()) continue;
    std::string ignored;
    Reader reader(&ignored);
    if (!reader.member(*type, member_value, depth)) return fail(reader.failure());
  }
  refuse(messages::kAttributeValueAmbiguous);
  writer_.null();
  return true;
}

bool Reader::member(Type type, const element& json, int depth) {
  switch (type) {
    case Type::kS: {
      std::string_view text;
      if (!string_of(json, &text)) return false;
      writer_.string(text);
      return true;
    }
    case Type::kN: {
      std::string_view text;
      return string_of(json, &text) && number(text, false);
    }
    case Type::kB:
      if (!binary_of(json)) return false;
      writer_.binary(binary_);
      return true;
    case Type::kBool: {
      bool flag = false;
      if (!boolean_of(json, &flag)) return false;
      writer_.boolean(flag);
      return true;
    }
    case Type::kNull: {
      bool flag = false;
      if (!boolean_of(json, &flag)) return false;
      if (!flag) refuse(messages::kNullMustBeTrue);
      writer_.null();
      return true;
    }
    case Type::kM:
      return map(json, depth + 1);
    case Type::kL:
      return list(json, depth + 1);
    default:
      return set(type, json);
  }
}

bool Reader::string_of(const element& json, std::string_view* out) {
  switch (json.type()) {
    case element_type::STRING:
      *out = json.get_string().value_unsafe();
      return true;
    case element_type::ARRAY:
      return fail(messages::kListNotExpected);
    case element_type::OBJECT:
      return fail(messages::kStructureNotExpected);
    case element_type::BOOL:
      fail(json.get_bool().value_unsafe() ? messages::kTokenTrue : messages::kTokenFalse);
      break;
    default:
      fail(messages::kTokenNumber);
  }
  failure_ += messages::kCannotBeString;
  return false;
}

bool Reader::binary_of(const element& json) {
  std::string_view text;
  if (is_number(json.type()) || json.is_bool()) return fail(messages::kNotBase64);
  if (!string_of(json, &text)) return false;
  binary_.clear();
  return base::append_base64_decoded(text, binary_) || fail(base64_problem(text));
}

bool Reader::boolean_of(const element& json, bool* out) {
  switch (json.type()) {
    case element_type::BOOL:
      *out = json.get_bool().value_unsafe();
      return true;
    case element_type::STRING:
      return fail(messages::kStringNotExpected);
    case element_type::ARRAY:
      return fail(messages::kListNotExpected);
    case element_type::OBJECT:
      return fail(messages::kStructureNotExpected);
    default:
      fail(messages::kTokenNumber);
      failure_ += messages::kCannotBeBoolean;
      return false;
  }
}

bool Reader::number(std::string_view text, bool in_set) {
  const auto parsed = Number::parse(text);
  if (parsed.ok()) {
    writer_.number(*parsed);
    return true;
  }
  if (!invalid_) refuse(model::number_error_message(parsed.error(), text));
  if (!in_set) writer_.null();
  return true;
}

bool Reader::map(const element& json, int depth) {
  simdjson::dom::object members;
  if (json.get_object().get(members) != simdjson::SUCCESS) {
    return fail(json.is_array() ? messages::kListAsAttributeMap : messages::kUnexpectedFieldType);
  }
  writer_.begin_map();
  for (const auto& [name, member_value] : members) {
    // Only an item's own attributes need a name: inside a document an empty one is a key like any other.
    if (name.empty() && depth == 1) refuse(messages::kAttributeNameEmpty);
    if (name.size() > model::kMaxAttributeNameBytes) refuse(messages::kAttributeNameTooLong);
    writer_.name(name);
    if (!value(member_value, depth)) return false;
  }
  writer_.end_map();
  return true;
}

bool Reader::array_of(const element& json, simdjson::dom::array* out) {
  if (json.get_array().get(*out) == simdjson::SUCCESS) return true;
  return fail(json.is_object() ? messages::kStructureNotExpected : messages::kUnexpectedFieldType);
}

bool Reader::list(const element& json, int depth) {
  simdjson::dom::array elements;
  if (!array_of(json, &elements)) return false;
  writer_.begin_list();
  for (const element item : elements) {
    if (!value(item, depth)) return false;
  }
  writer_.end_list();
  return true;
}

bool Reader::set_element(Type type, const element& json) {
  if (json.is_null()) {
    refuse(type == Type::kSs   ? messages::kStringSetNull
           : type == Type::kNs ? messages::kNumberSetNull
                               : messages::kBinarySetNull);
    return true;
  }
  if (type == Type::kBs) {
    if (!binary_of(json)) return false;
    writer_.binary(binary_);
    return true;
  }
  std::string_view text;
  if (!string_of(json, &text)) return false;
  if (type == Type::kNs) return number(text, true);
  writer_.string(text);
  return true;
}

bool Reader::set(Type type, const element& json) {
  simdjson::dom::array elements;
  if (!array_of(json, &elements)) return false;
  writer_.begin_set(type);
  bool empty = true;
  for (const element item : elements) {
    empty = false;
    if (!set_element(type, item)) return false;
  }
  const bool unique = writer_.end_set();
  if (empty) {
    refuse(type == Type::kSs   ? messages::kStringSetEmpty
           : type == Type::kNs ? messages::kNumberSetEmpty
                               : messages::kBinarySetEmpty);
  }
  if (unique || invalid_) return true;
  if (type == Type::kNs) {
    refuse(messages::kNumberSetDuplicates);
  } else {
    refuse(std::string(messages::kSetDuplicates)
               .append(list_of(elements))
               .append(type == Type::kSs ? messages::kStringSetDuplicatesEnd
                                         : messages::kBinarySetDuplicatesEnd));
  }
  return true;
}

Error serialization_error(const std::string& message) { return {ErrorKind::kSerialization, message, {}}; }

}  // namespace

Result<Parsed> read_value(const element& json) {
  Parsed parsed;
  Reader reader(&parsed.bytes);
  if (!reader.value(json, 1)) return serialization_error(reader.failure());
  parsed.invalid = reader.take_invalid();
  return parsed;
}

Result<Parsed> read_map(const element& json) {
  Parsed parsed;
  Reader reader(&parsed.bytes);
  if (!reader.map(json, 1)) return serialization_error(reader.failure());
  parsed.invalid = reader.take_invalid();
  return parsed;
}

}  // namespace stator::db::attribute_json
