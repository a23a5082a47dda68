// The texts of dynamodb.inc as constants.
#pragma once

namespace stator::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/dynamodb.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::messages
