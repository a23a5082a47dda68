// Any JSON: reading ends in an error, an invalid value or a canonical encoding that survives writing and
// reading.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "db/attribute_json/attribute_json.h"

using namespace stator::db;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(reinterpret_cast<const char*>(data), size).get(root) != simdjson::SUCCESS) return 0;
  const auto value = attribute_json::read_value(root);
  const auto map = attribute_json::read_map(root);
  if (map.ok() && !map->invalid) STATOR_CHECK(model::valid(map->bytes));
  if (!value.ok() || value->invalid) return 0;
  STATOR_CHECK(model::valid(value->bytes));
  std::string json;
  attribute_json::write_value(model::ValueView(value->bytes), &json);
  simdjson::dom::parser second_parser;
  STATOR_CHECK(second_parser.parse(json).get(root) == simdjson::SUCCESS);
  const auto again = attribute_json::read_value(root);
  STATOR_CHECK(again.ok() && !again->invalid && again->bytes == value->bytes);
  return 0;
}
