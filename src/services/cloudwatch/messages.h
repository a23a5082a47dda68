// The texts of messages/cloudwatch.inc as constants.
#pragma once

namespace stator::services::cloudwatch::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/cloudwatch.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::services::cloudwatch::messages
