// The texts of tables.inc as constants.
#pragma once

namespace stator::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/tables.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::messages
