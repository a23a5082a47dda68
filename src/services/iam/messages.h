// The texts of messages/iam.inc as constants.
#pragma once

namespace stator::services::iam::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/iam.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::services::iam::messages
