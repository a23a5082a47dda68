// Memory for the frames of coroutines. A request runs through about ten of them, each made and gone within
// microseconds; those that have gone are kept for the next, in lists by size.
#pragma once

#include <cstddef>

namespace stator::base {

// Thread-safe: every thread has lists of its own, and frames may be freed on another thread than they were
// made on. A thread keeps at most kMaxKeptBytes. Without effect under sanitizers, which want to see each
// frame come and go.
class FramePool {
 public:
  static constexpr std::size_t kStep = 128;       // sizes are rounded up to this
  static constexpr std::size_t kMaxFrame = 4096;  // larger ones come from the heap
  static constexpr std::size_t kMaxKeptBytes = 256 * 1024;

  static void* allocate(std::size_t size);
  // `size` as in allocate().
  static void free(void* frame, std::size_t size);
};

}  // namespace stator::base
