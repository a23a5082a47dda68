// Texts in filter patterns.
#pragma once

#include <string_view>

namespace stator::telemetry {

// Whether the pattern, in which '*' stands for any characters, is the whole text. In time proportional to the
// product of the lengths at most.
bool matches_wildcards(std::string_view pattern, std::string_view text);

}  // namespace stator::telemetry
