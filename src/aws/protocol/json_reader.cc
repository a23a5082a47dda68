#include "aws/protocol/json_reader.h"

#include <simdjson.h>

#include <cstring>
#include <unordered_map>
#include <vector>

#include "aws/messages.h"
#include "aws/protocol/json_cursor.h"

namespace stator::aws::protocol {
namespace {

namespace dom = simdjson::dom;

// Bodies above this get buffers of their own, freed with the request, so that one 16 MB request does not stay
// in every thread's memory (the parser keeps about nine times the body).
constexpr std::size_t kReusedBytes = 256 * 1024;

struct Buffers {
  dom::parser parser;
  std::vector<char> padded;

  simdjson::simdjson_result<dom::element> parse(const std::string& body) {
    if (body.capacity() >= body.size() + simdjson::SIMDJSON_PADDING)
      return parser.parse(body.data(), body.size(), false);
    if (padded.size() < body.size() + simdjson::SIMDJSON_PADDING)
      padded.resize(body.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(padded.data(), body.data(), body.size());
    return parser.parse(padded.data(), body.size(), false);
  }
};

Buffers& buffers_of_thread() {
  thread_local Buffers buffers;
  return buffers;
}

std::string_view scalar_token(const dom::element& json) {
  switch (json.type()) {
    case dom::element_type::STRING:
      return "STRING_VALUE";
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
      return "NUMBER_VALUE";
    case dom::element_type::BOOL:
      return bool(json) ? "TRUE_VALUE" : "FALSE_VALUE";
    default:
      return "NULL_VALUE";
  }
}

Error wrong_scalar(const dom::element& json, std::string_view wanted) {
  if (json.is_object()) return serialization_error(std::string(messages::kStructureNotExpected));
  if (json.is_array()) return serialization_error(std::string(messages::kListNotExpected));
  return serialization_error(
      std::string(scalar_token(json)).append(messages::kCannotBeConverted).append(wanted));
}

Error wrong_container(const dom::element& json) {
  if (json.is_object()) return serialization_error(std::string(messages::kStructureNotExpected));
  if (json.is_array()) return serialization_error(std::string(messages::kListNotExpected));
  return serialization_error(std::string(messages::kUnexpectedFieldType));
}

Result<base::Ok> read_value(const Shape& shape, const dom::element& json, void* value);

Result<base::Ok> read_integer(const dom::element& json, std::int64_t low, std::int64_t high,
                              std::string_view wanted, std::int64_t* value) {
  if (json.is_int64()) {
    *value = std::int64_t(json);
  } else if (json.is_double()) {
    const double number = json;
    // Fractions are dropped, as Java does. The bounds are exact in double or round outwards.
    if (!(number >= static_cast<double>(low) && number < static_cast<double>(high)))
      return wrong_scalar(json, wanted);
    *value = static_cast<std::int64_t>(number);
  } else {
    return wrong_scalar(json, wanted);
  }
  if (*value < low || *value > high) return wrong_scalar(json, wanted);
  return base::Ok{};
}

Result<base::Ok> read_enum(const Shape& shape, const dom::element& json, EnumValue* value) {
  if (!json.is_string()) return wrong_scalar(json, "String");
  const std::string_view text = json;
  for (std::size_t i = 0; i < shape.values.size(); ++i) {
    if (shape.values[i] != text) continue;
    value->index = static_cast<std::int16_t>(i);
    return base::Ok{};
  }
  value->unknown = text;
  return base::Ok{};
}

Result<base::Ok> read_scalar(const Shape& shape, const dom::element& json, void* value) {
  switch (shape.kind) {
    case Kind::kString:
      if (!json.is_string()) return wrong_scalar(json, "String");
      *static_cast<std::string*>(value) = std::string_view(json);
      return base::Ok{};
    case Kind::kInteger:
      return read_integer(json, INT32_MIN, INT32_MAX, "Integer", static_cast<std::int64_t*>(value));
    case Kind::kLong:
      return read_integer(json, INT64_MIN, INT64_MAX, "Long", static_cast<std::int64_t*>(value));
    case Kind::kDouble:
      if (!json.is_number()) return wrong_scalar(json, "Double");
      *static_cast<double*>(value) = double(json);
      return base::Ok{};
    case Kind::kBoolean:
      if (json.is_string()) return serialization_error(std::string(messages::kUnexpectedToken));
      if (!json.is_bool()) return wrong_scalar(json, "Boolean");
      *static_cast<bool*>(value) = bool(json);
      return base::Ok{};
    case Kind::kTimestamp:
      if (!json.is_number()) return wrong_scalar(json, "Timestamp");
      static_cast<Timestamp*>(value)->unix_millis = static_cast<std::int64_t>(double(json) * 1000);
      return base::Ok{};
    default:
      return read_enum(shape, json, static_cast<EnumValue*>(value));
  }
}

const Member* find_member(const Structure& structure, std::string_view name) {
  for (const Member& member : structure.members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

Result<base::Ok> read_structure(const Structure& structure, const dom::element& json, void* value) {
  if (!json.is_object()) return wrong_container(json);
  for (const dom::key_value_pair field : dom::object(json)) {
    if (field.value.is_null()) continue;
    const Member* member = find_member(structure, field.key);
    if (member == nullptr) continue;
    STATOR_TRY(read_value(*member->shape, field.value, member->emplace(value)));
  }
  return base::Ok{};
}

Result<base::Ok> read_list(const Shape& shape, const dom::element& json, void* list) {
  if (!json.is_array()) return wrong_container(json);
  for (const dom::element element : dom::array(json)) {
    void* value = shape.list->append(list);
    if (element.is_null()) continue;
    STATOR_TRY(read_value(*shape.element, element, value));
  }
  return base::Ok{};
}

// The fields of an object of which a later one has the same key: rare, and then the last one counts.
std::vector<bool> superseded_fields(const dom::object& object) {
  constexpr std::size_t kCompareEach = 8;
  const std::size_t size = object.size();
  if (size <= kCompareEach) {
    bool repeated = false;
    for (auto a = object.begin(); a != object.end(); ++a) {
      for (auto b = object.begin(); b != a; ++b) repeated = repeated || a.key() == b.key();
    }
    if (!repeated) return {};
  }
  std::unordered_map<std::string_view, std::size_t> last;
  std::vector<bool> superseded;
  std::size_t at = 0;
  for (const dom::key_value_pair field : object) {
    superseded.push_back(false);
    const auto [place, is_new] = last.try_emplace(field.key, at);
    if (!is_new) {
      superseded[place->second] = true;
      place->second = at;
    }
    ++at;
  }
  return superseded;
}

Result<base::Ok> read_map(const Shape& shape, const dom::element& json, void* map) {
  if (!json.is_object()) return wrong_container(json);
  const dom::object object = json;
  const std::vector<bool> superseded = superseded_fields(object);
  std::size_t at = 0;
  for (const dom::key_value_pair field : object) {
    const bool skip = !superseded.empty() && superseded[at];
    ++at;
    if (skip || field.value.is_null()) continue;
    STATOR_TRY(read_value(*shape.element, field.value, shape.map->append(map, field.key)));
  }
  return base::Ok{};
}

Result<base::Ok> read_value(const Shape& shape, const dom::element& json, void* value) {
  switch (shape.kind) {
    case Kind::kStructure:
      return read_structure(*shape.structure, json, value);
    case Kind::kList:
      return read_list(shape, json, value);
    case Kind::kMap:
      return read_map(shape, json, value);
    case Kind::kForeign:
      return shape.foreign->read_json(JsonCursor{json}, value);
    default:
      return read_scalar(shape, json, value);
  }
}

}  // namespace

struct JsonDocument::State {
  dom::element root;
  std::unique_ptr<Buffers> own;
};

JsonDocument::JsonDocument() = default;
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<JsonDocument> JsonDocument::parse(const std::string& body) {
  JsonDocument document;
  document.state_ = std::make_unique<State>();
  Buffers* buffers = &buffers_of_thread();
  if (body.size() > kReusedBytes) {
    document.state_->own = std::make_unique<Buffers>();
    buffers = document.state_->own.get();
  }
  const bool parsed = buffers->parse(body).get(document.state_->root) == simdjson::SUCCESS;
  if (!parsed || !document.state_->root.is_object()) return serialization_error("");
  return document;
}

Result<base::Ok> JsonDocument::read(const Structure& structure, void* value) const {
  return read_structure(structure, state_->root, value);
}

}  // namespace stator::aws::protocol
