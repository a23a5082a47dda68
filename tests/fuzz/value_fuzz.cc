// Bytes of unknown origin: valid() decides without reading past them, and what it accepts is canonical and
// readable, has the size that its parts have, and is the same after a way through JSON.
#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/owned_value.h"
#include "db/model/value.h"
#include "db/model/value_writer.h"

using namespace stator::db::model;

namespace {

// Unfolds the whole tree, so that writing it encodes everything anew.
void unfold(OwnedValue* value) {
  if (value->type() == Type::kM) {
    for (auto& [name, member] : value->map()) unfold(&member);
  } else if (value->type() == Type::kL) {
    for (OwnedValue& element : value->list()) unfold(&element);
  }
}

// By the rule's letter (rule 30).
std::size_t size_of(ValueView value) {
  std::size_t size = 0;
  switch (value.type()) {
    case Type::kS:
    case Type::kB:
      return value.text().size();
    case Type::kN:
      return value.number().size_bytes();
    case Type::kBool:
    case Type::kNull:
      return 1;
    case Type::kM:
      for (const Attribute member : value.map()) size += 1 + member.name.size() + size_of(member.value);
      return 3 + size;
    case Type::kL:
      for (const ValueView element : value.elements()) size += 1 + size_of(element);
      return 3 + size;
    default:
      for (const ValueView element : value.elements()) size += size_of(element);
      return size;
  }
}

void check_order(ValueView set) {
  std::optional<ValueView> last;
  for (const ValueView element : set.elements()) {
    STATOR_CHECK(element.type() == element_type(set.type()));
    if (last) STATOR_CHECK(compare(*last, element) == std::strong_ordering::less);
    last = element;
  }
}

void check_map(MapView map) {
  for (const Attribute member : map) {
    STATOR_CHECK(map.find(member.name) == member.value);
    const std::string longer = std::string(member.name) + '\0';
    const bool has_longer =
        std::any_of(map.begin(), map.end(), [&](const Attribute& other) { return other.name == longer; });
    STATOR_CHECK(map.find(longer).has_value() == has_longer);
  }
}

void check_json(ValueView value) {
  std::string json;
  stator::db::attribute_json::write_value(value, &json);
  stator::base::JsonParser parser;
  const auto root = parser.parse(json);
  STATOR_CHECK(root.has_value());
  const auto read = stator::db::attribute_json::read_value(*root);
  STATOR_CHECK(read.ok());
  if (!read->invalid) STATOR_CHECK(read->bytes == value.bytes());  // invalid, for a client: an empty set
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!valid(input)) return 0;
  const ValueView view(input);
  STATOR_CHECK(nesting_depth(view) <= kMaxNestingDepth + 1);
  STATOR_CHECK(view.size_bytes() == size_of(view));
  if (view.type() == Type::kM) check_map(view.map());
  if (is_set(view.type())) check_order(view);
  if (nesting_depth(view) <= kMaxNestingDepth) check_json(view);
  OwnedValue owned(view);
  unfold(&owned);
  std::string again;
  ValueWriter writer(&again);
  owned.write(&writer);
  STATOR_CHECK(again == input);
  return 0;
}
