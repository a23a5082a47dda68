// For code at the border to a library that is not built with ThreadSanitizer, which does not see the order of
// events that the library's atomics make, and takes what they order for races. Without effect elsewhere.
#pragma once

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace stator::base {

// What a thread did before released(object) happened before what another does after a later acquired(object).
inline void released([[maybe_unused]] const void* object) {
#ifdef __SANITIZE_THREAD__
  __tsan_release(const_cast<void*>(object));
#endif
}

inline void acquired([[maybe_unused]] const void* object) {
#ifdef __SANITIZE_THREAD__
  __tsan_acquire(const_cast<void*>(object));
#endif
}

}  // namespace stator::base
