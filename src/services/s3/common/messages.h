// The texts of messages/s3.inc as constants.
#pragma once

namespace stator::services::s3::messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/s3.inc"
#undef MESSAGE
#undef SECTION

}  // namespace stator::services::s3::messages
