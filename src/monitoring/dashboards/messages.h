// The texts of messages/dashboards.inc as constants.
#pragma once

namespace stator::monitoring::dashboards::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/dashboards.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::monitoring::dashboards::messages
