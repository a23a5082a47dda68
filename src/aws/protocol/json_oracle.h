// simdjson, as the oracle of base::JsonParser: for tests.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json_parser.h"

namespace stator::aws::protocol {

// Is it the same value, with its members and elements in the same order?
inline bool same_json(const simdjson::dom::element& expected, base::JsonValue value) {
  switch (expected.type()) {
    case simdjson::dom::element_type::NULL_VALUE:
      return value.kind() == base::JsonKind::kNull;
    case simdjson::dom::element_type::BOOL:
      return value.kind() == (bool(expected) ? base::JsonKind::kTrue : base::JsonKind::kFalse);
    case simdjson::dom::element_type::INT64:
      return value.kind() == base::JsonKind::kInteger && value.integer() == std::int64_t(expected);
    case simdjson::dom::element_type::UINT64:
      return value.kind() == base::JsonKind::kUnsigned &&
             value.number() == static_cast<double>(std::uint64_t(expected));
    case simdjson::dom::element_type::DOUBLE:
      return value.kind() == base::JsonKind::kDouble && value.number() == double(expected);
    case simdjson::dom::element_type::STRING:
      return value.kind() == base::JsonKind::kString && value.text() == std::string_view(expected);
    case simdjson::dom::element_type::ARRAY: {
      if (!value.is_array()) return false;
      std::size_t count = 0;
      auto elements = value.elements();
      auto at = elements.begin();
      for (const simdjson::dom::element element : simdjson::dom::array(expected)) {
        if (count++ == value.size() || !same_json(element, *at)) return false;
        ++at;
      }
      return count == value.size();
    }
    default: {
      if (!value.is_object()) return false;
      std::size_t count = 0;
      auto members = value.members();
      auto at = members.begin();
      for (const auto& [name, member] : simdjson::dom::object(expected)) {
        if (count++ == value.size() || name != (*at).name || !same_json(member, (*at).value)) return false;
        ++at;
      }
      return count == value.size();
    }
  }
}

}  // namespace stator::aws::protocol
