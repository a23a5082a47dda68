// The texts of messages/metric_math.inc as constants.
#pragma once

namespace stator::monitoring::math::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/metric_math.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::monitoring::math::messages
