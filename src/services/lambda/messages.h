// The texts of Lambda, and those of S3 that Lambda passes on, as constants.
#pragma once

#include "functions/messages.h"

namespace stator::services::lambda {

namespace messages = functions::messages;

namespace s3_messages {

#define SECTION(title)
#define MESSAGE(name, origin, text) inline constexpr char name[] = text;
#include "messages/s3.inc"
#undef MESSAGE
#undef SECTION

}  // namespace s3_messages

}  // namespace stator::services::lambda
