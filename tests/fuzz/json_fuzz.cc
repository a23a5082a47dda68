// Any text as JSON: base::JsonParser and simdjson take the same texts, and read the same values from them.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "aws/protocol/json_oracle.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static simdjson::dom::parser oracle;
  static stator::base::JsonParser parser;
  const std::string text(reinterpret_cast<const char*>(data), size);
  simdjson::dom::element expected;
  const bool good = oracle.parse(text).get(expected) == simdjson::SUCCESS;
  for (const bool padded : {false, true}) {  // copied, or read in place
    std::string given = text;
    if (padded) given.reserve(size + 2 * stator::base::JsonParser::kPadding);
    const auto value = parser.parse(given);
    STATOR_CHECK(value.has_value() == good);
    STATOR_CHECK(!good || stator::aws::protocol::same_json(expected, *value));
  }
  return 0;
}
