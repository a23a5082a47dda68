// Any text: what is made of Ion is JSON of no wrong types, not much longer, and the items in it survive
// writing and reading. Any bytes as a name, a string and a blob survive it, too.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "db/attribute_json/attribute_json.h"
#include "db/ion/ion.h"
#include "db/model/value_writer.h"

using namespace stator::db;

namespace {

void check_item(model::MapView item) {
  std::string ion = "$ion_1_0 {Item:";
  ion::write_map(item, &ion);
  ion += '}';
  STATOR_CHECK(ion.find_first_of("\r\n") == ion.npos && stator::base::valid_utf8(ion));
  const auto json = ion::to_dynamodb_json(ion);
  STATOR_CHECK(json.has_value());
  stator::base::JsonParser parser;
  const auto root = parser.parse(*json);
  STATOR_CHECK(root.has_value() && root->size() == 1 && root->first().text() == "Item");
  const auto again = attribute_json::read_map(root->first().next());
  STATOR_CHECK(again.ok() && !again->invalid && again->bytes == item.bytes());
}

void check_text(std::string_view text) {
  const auto json = ion::to_dynamodb_json(text);
  if (!json) return;
  STATOR_CHECK(json->size() <= ion::kMaxGrowth * text.size());
  stator::base::JsonParser parser;
  const auto root = parser.parse(*json);
  STATOR_CHECK(root.has_value() && root->is_object());
  for (const auto [name, attributes] : root->members()) {
    const auto item = attribute_json::read_map(attributes);
    STATOR_CHECK(item.ok());
    if (!item->invalid) check_item(model::MapView(item->bytes));
  }
}

void check_bytes(std::string_view bytes) {
  std::string item;
  model::ValueWriter writer(&item);
  writer.begin_map();
  writer.name("b");
  writer.binary(bytes);
  if (stator::base::valid_utf8(bytes)) {
    writer.name("m");
    writer.begin_map();
    writer.name(bytes);
    writer.string(bytes);
    writer.end_map();
  }
  writer.end_map();
  check_item(model::MapView(item));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_text(input);
  check_bytes(input);
  return 0;
}
