#include "aws/protocol/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/protocol/json_cursor.h"
#include "aws/protocol/shape_values.h"
#include "messages/requests.h"
#include "net/request.h"

namespace stator::aws::protocol {
namespace {

using base::JsonKind;
using base::JsonMember;
using base::JsonParser;
using base::JsonValue;

static_assert(net::Request::kBodyPadding >= JsonParser::kPadding);

// Bodies above this get buffers of their own, freed with the request, so that one 16 MB request does not stay
// in every thread's memory (the parser keeps up to eight times the body).
constexpr std::size_t kReusedBytes = 256 * 1024;

Error too_many_entries() {
  return {"RequestEntityTooLarge", fmt::format(messages::kTooManyEntries, kMaxEntries),
          ErrorOrigin::kFramework, 413};
}

JsonParser& parser_of_thread() {
  thread_local JsonParser parser;
  return parser;
}

std::string_view scalar_token(JsonValue json) {
  switch (json.kind()) {
    case JsonKind::kString:
      return "STRING_VALUE";
    case JsonKind::kTrue:
      return "TRUE_VALUE";
    case JsonKind::kFalse:
      return "FALSE_VALUE";
    case JsonKind::kNull:
      return "NULL_VALUE";
    default:
      return "NUMBER_VALUE";
  }
}

Error wrong_scalar(JsonValue json, std::string_view wanted) {
  if (json.is_object()) return serialization_error(std::string(messages::kStructureNotExpected));
  if (json.is_array()) return serialization_error(std::string(messages::kListNotExpected));
  return serialization_error(
      std::string(scalar_token(json)).append(messages::kCannotBeConverted).append(wanted));
}

Error wrong_container(JsonValue json) {
  if (json.is_object()) return serialization_error(std::string(messages::kStructureNotExpected));
  if (json.is_array()) return serialization_error(std::string(messages::kListNotExpected));
  return serialization_error(std::string(messages::kUnexpectedFieldType));
}

Result<base::Ok> read_value(const Shape& shape, JsonValue json, void* value);

Result<base::Ok> read_integer(JsonValue json, std::int64_t low, std::int64_t high, std::string_view wanted,
                              std::int64_t* value) {
  if (json.kind() == JsonKind::kInteger) {
    *value = json.integer();
  } else if (json.kind() == JsonKind::kDouble) {
    if (!drop_fraction(json.number(), low, high, value)) return wrong_scalar(json, wanted);
  } else {
    return wrong_scalar(json, wanted);
  }
  if (*value < low || *value > high) return wrong_scalar(json, wanted);
  return base::Ok{};
}

Result<base::Ok> read_scalar(const Shape& shape, JsonValue json, void* value) {
  switch (shape.kind) {
    case Kind::kString:
      if (!json.is_string()) return wrong_scalar(json, "String");
      *static_cast<std::string*>(value) = json.text();
      return base::Ok{};
    case Kind::kInteger:
      return read_integer(json, INT32_MIN, INT32_MAX, "Integer", static_cast<std::int64_t*>(value));
    case Kind::kLong:
      return read_integer(json, INT64_MIN, INT64_MAX, "Long", static_cast<std::int64_t*>(value));
    case Kind::kDouble:
      if (json.is_string() && parse_non_finite(json.text(), static_cast<double*>(value))) return base::Ok{};
      if (!json.is_number()) return wrong_scalar(json, "Double");
      *static_cast<double*>(value) = json.number();
      return base::Ok{};
    case Kind::kBoolean:
      if (json.is_string()) return serialization_error(std::string(messages::kUnexpectedToken));
      if (!json.is_boolean()) return wrong_scalar(json, "Boolean");
      *static_cast<bool*>(value) = json.kind() == JsonKind::kTrue;
      return base::Ok{};
    case Kind::kTimestamp:
      if (!json.is_number()) return wrong_scalar(json, "Timestamp");
      *static_cast<Timestamp*>(value) = timestamp_of(json.number());
      return base::Ok{};
    default:
      if (!json.is_string()) return wrong_scalar(json, "String");
      set_enum(shape, json.text(), static_cast<EnumValue*>(value));
      return base::Ok{};
  }
}

Result<base::Ok> read_structure(const Structure& structure, JsonValue json, void* value) {
  if (!json.is_object()) return wrong_container(json);
  for (const JsonMember field : json.members()) {
    if (field.value.is_null()) continue;
    const Member* member = find_member(structure, field.name);
    if (member == nullptr) continue;
    STATOR_TRY(read_value(*member->shape, field.value, member->emplace(value)));
  }
  return base::Ok{};
}

Result<base::Ok> read_list(const Shape& shape, JsonValue json, void* list) {
  if (!json.is_array()) return wrong_container(json);
  if (json.size() > kMaxEntries && is_limited(shape)) return too_many_entries();
  const std::size_t most = most_elements(shape);
  std::size_t count = 0;
  for (const JsonValue element : json.elements()) {
    if (count++ == most) break;
    void* value = shape.list->append(list);
    if (element.is_null()) continue;
    STATOR_TRY(read_value(*shape.element, element, value));
  }
  return base::Ok{};
}

// The fields of an object of which a later one has the same name: rare, and then the last one counts.
std::vector<bool> superseded_fields(JsonValue object) {
  constexpr std::size_t kCompareEach = 8;
  const auto fields = object.members();
  if (object.size() <= kCompareEach) {
    bool repeated = false;
    for (auto a = fields.begin(); a != fields.end(); ++a) {
      for (auto b = fields.begin(); b != a; ++b) repeated = repeated || (*a).name == (*b).name;
    }
    if (!repeated) return {};
  }
  // Sorted, not hashed: a client could choose names of equal hashes.
  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  sorted.reserve(object.size());
  for (const JsonMember field : fields) sorted.emplace_back(field.name, sorted.size());
  std::sort(sorted.begin(), sorted.end());
  std::vector<bool> superseded(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i - 1].first == sorted[i].first) superseded[sorted[i - 1].second] = true;
  return superseded;
}

Result<base::Ok> read_map(const Shape& shape, JsonValue json, void* map) {
  if (!json.is_object()) return wrong_container(json);
  if (json.size() > kMaxEntries && is_limited(shape)) return too_many_entries();
  const std::vector<bool> superseded = superseded_fields(json);
  std::size_t at = 0;
  for (const JsonMember field : json.members()) {
    const bool skip = !superseded.empty() && superseded[at];
    ++at;
    if (skip || field.value.is_null()) continue;
    STATOR_TRY(read_value(*shape.element, field.value, shape.map->append(map, field.name)));
  }
  return base::Ok{};
}

Result<base::Ok> read_value(const Shape& shape, JsonValue json, void* value) {
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

Result<JsonDocument> JsonDocument::parse(const std::string& body) {
  JsonDocument document;
  JsonParser* parser = &parser_of_thread();
  if (body.size() > kReusedBytes) {
    document.own_ = std::make_unique<JsonParser>();
    parser = document.own_.get();
  }
  const auto root = parser->parse(body);
  if (!root || !root->is_object()) return serialization_error("");
  document.root_ = *root;
  return document;
}

Result<base::Ok> JsonDocument::read(const Structure& structure, void* value) const {
  return read_structure(structure, root_, value);
}

}  // namespace stator::aws::protocol
