// The texts of messages/sts.inc as constants.
#pragma once

namespace stator::services::sts::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/sts.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::services::sts::messages
