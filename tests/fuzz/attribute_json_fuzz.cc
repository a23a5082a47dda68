// Any JSON: reading ends in an error, an invalid value or a canonical encoding that survives writing and
// reading.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "db/attribute_json/attribute_json.h"

using namespace stator::db;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::base::JsonParser parser;
  const auto root = parser.parse(std::string(reinterpret_cast<const char*>(data), size));
  if (!root) return 0;
  const auto value = attribute_json::read_value(*root);
  const auto map = attribute_json::read_map(*root);
  if (map.ok() && !map->invalid) STATOR_CHECK(model::valid(map->bytes));
  if (!value.ok() || value->invalid) return 0;
  STATOR_CHECK(model::valid(value->bytes));
  std::string json;
  attribute_json::write_value(model::ValueView(value->bytes), &json);
  const auto second_root = parser.parse(json);
  STATOR_CHECK(second_root.has_value());
  const auto again = attribute_json::read_value(*second_root);
  STATOR_CHECK(again.ok() && !again->invalid && again->bytes == value->bytes);
  return 0;
}
