// The texts of expressions.inc as constants.
#pragma once

namespace stator::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/expressions.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::messages
