// The texts of messages/lambda.inc as constants.
#pragma once

namespace stator::functions::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/lambda.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::functions::messages
