// The texts of messages/filter_patterns.inc as constants.
#pragma once

namespace stator::telemetry::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/filter_patterns.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::telemetry::messages
