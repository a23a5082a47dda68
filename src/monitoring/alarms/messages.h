// The texts of messages/alarms.inc as constants.
#pragma once

namespace stator::monitoring::alarms::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/alarms.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::monitoring::alarms::messages
