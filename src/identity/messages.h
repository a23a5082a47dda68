// The texts of messages/access.inc as constants.
#pragma once

namespace stator::identity::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/access.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::identity::messages
