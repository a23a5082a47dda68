// The texts of messages/logs.inc as constants.
#pragma once

namespace stator::services::logs::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/logs.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::services::logs::messages
