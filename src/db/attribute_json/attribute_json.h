// DynamoDB JSON <-> stored bytes, in one pass and without a tree: {"S": "x"} becomes the encoding of value.h
// and back. Used by the API, streams, triggers and export. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json_parser.h"
#include "db/model/error.h"
#include "db/model/value.h"

namespace stator::db::attribute_json {

// What reading one AttributeValue or map of them found. A wrong JSON type is a SerializationException and
// ends the request at once; a wrong value (39 digits, empty set ...) is a ValidationException whose place in
// AWS's order is later, so it is kept here and reported by the caller when its turn comes. The first one in
// document order wins.
struct Parsed {
  std::string bytes;                   // the encoding; meaningful only without invalid
  std::optional<std::string> invalid;  // ValidationException text
};

// Members that are null or whose name is no type count as absent; of a member that stands twice the last one
// counts. Errors: kSerialization only, with AWS's phrase for the pair of types (db/model/messages.h).
//
// {"S": ...} -> one value.
Result<Parsed> read_value(base::JsonValue json);
// {"name": {"S": ...}, ...} -> the encoding of a map (an item or a key).
Result<Parsed> read_map(base::JsonValue json);

// Appends {"S": ...}.
void write_value(model::ValueView value, std::string* out);
// Appends {"name": {"S": ...}, ...}.
void write_map(model::MapView map, std::string* out);

// Appends a JSON string with escapes, quotes included. `utf8` must be valid UTF-8.
void write_json_string(std::string_view utf8, std::string* out);

}  // namespace stator::db::attribute_json
