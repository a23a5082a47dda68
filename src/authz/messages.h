// The texts of messages/policies.inc as constants.
#pragma once

namespace stator::authz::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/policies.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::authz::messages
