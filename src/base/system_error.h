// Failures of the system, for the one line that a broken environment gets.
#pragma once

#include <string>

namespace stator::base {

// What `error` (an errno) means, and what to do where that is known: "Permission denied; give this user the
// right to it". Thread-safe.
std::string explain_errno(int error);

}  // namespace stator::base
