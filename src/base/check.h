// Assertions that stay on in production. A failed check is a bug in Stator, never a user's error: it
// prints one line and aborts, so that a wrong state is not written to disk.
#pragma once

namespace stator::base {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace stator::base

#define STATOR_CHECK(condition)                                     \
  do {                                                              \
    if (!(condition)) [[unlikely]]                                  \
      ::stator::base::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
