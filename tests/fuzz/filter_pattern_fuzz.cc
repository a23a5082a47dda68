// Any text, up to the first NUL, as a filter pattern of log events: it is refused with a message, or matches
// the rest of the text, or does not, and so do its copies.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "fuzz_input.h"
#include "telemetry/filter_pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\0'), text.size());
  const std::string_view message = end == text.size() ? std::string_view() : text.substr(end + 1);
  const auto pattern = stator::telemetry::FilterPattern::parse(text.substr(0, end));
  if (!pattern.ok()) {
    STATOR_CHECK(stator::fuzz::is_message(pattern.error(), text));
    return 0;
  }
  const bool matches = pattern->matches(message);
  STATOR_CHECK(pattern->matches(std::string(message)) == matches);
  const auto copy = *pattern;
  STATOR_CHECK(copy.matches(message) == matches);
  return 0;
}
