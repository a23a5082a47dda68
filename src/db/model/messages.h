// AWS's message texts about values, in one place: AWS rewords them, so each has its source and the date it
// was checked. Texts ending in a space or colon are prefixes.
//
// Sources: [issue] seen verbatim in AWS forum, SDK or tool issue threads; [docs] AWS documentation; [known]
// long known text, not re-checked; [assumed] AWS's exact text is not known, this one follows its siblings.
#pragma once

#include <string_view>

namespace stator::db::messages {

// Numbers. [known] 2024-06
inline constexpr std::string_view kNumberMalformed = "The parameter cannot be converted to a numeric value: ";
inline constexpr std::string_view kNumberEmpty = "The parameter cannot be converted to a numeric value";
inline constexpr std::string_view kNumberTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";
inline constexpr std::string_view kNumberOverflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
inline constexpr std::string_view kNumberUnderflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

}  // namespace stator::db::messages
