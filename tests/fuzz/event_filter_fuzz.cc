// Any text, up to the first NUL, as the filter pattern of a trigger: it is none, or matches the rest of the
// text (or an event of a table), or does not, and always in the same way.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/block_on.h"
#include "base/check.h"
#include "functions/event_filter.h"
#include "fuzz_input.h"

using namespace stator::functions;

namespace {
constexpr char kEvent[] =
    R"({"eventName":"INSERT","dynamodb":{"Keys":{"Id":{"S":"order-7"}},"NewImage":{"Total":{"N":"12.5"},"Tags":{"SS":["a","b"]},"Open":{"BOOL":true},"No":{"NULL":true}}}})";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::fuzz::Input input(data, size);
  const std::string pattern(input.part());
  if (!is_event_pattern(pattern)) return 0;
  const std::string event = input.rest().empty() ? kEvent : std::string(input.rest());
  stator::base::JsonParser parser;
  const auto root = parser.parse(event);
  if (!root || !root->is_object()) return 0;
  EventFilter filter({pattern});
  const bool matches = stator::base::block_on(filter.matches(event));
  STATOR_CHECK(stator::base::block_on(filter.matches(event)) == matches);
  EventFilter twice({pattern, pattern});
  STATOR_CHECK(stator::base::block_on(twice.matches(event)) == matches);
  return 0;
}
