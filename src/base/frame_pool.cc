#include "base/frame_pool.h"

#include <new>
#include <utility>

namespace stator::base {

namespace {

struct FreeFrame {
  FreeFrame* next;
};

constexpr std::size_t kLists = FramePool::kMaxFrame / FramePool::kStep;

struct Kept {
  FreeFrame* lists[kLists];
  std::size_t bytes;
  bool will_be_freed;  // Cleaner lives on this thread
  bool closed;         // the thread ends
};

constinit thread_local Kept kept{};

// Gives the frames back when their thread ends.
struct Cleaner {
  Cleaner() { kept.will_be_freed = true; }
  ~Cleaner() {
    kept.closed = true;
    for (FreeFrame*& list : kept.lists) {
      while (list != nullptr) ::operator delete(std::exchange(list, list->next));
    }
  }
};

constexpr std::size_t list_of(std::size_t size) { return (size - 1) / FramePool::kStep; }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kKeepFrames = false;
#else
constexpr bool kKeepFrames = true;
#endif

}  // namespace

void* FramePool::allocate(std::size_t size) {
  if (!kKeepFrames || size > kMaxFrame) return ::operator new(size);
  const std::size_t list = list_of(size);
  const std::size_t rounded = (list + 1) * kStep;
  FreeFrame* frame = kept.lists[list];
  if (frame == nullptr) return ::operator new(rounded);
  kept.lists[list] = frame->next;
  kept.bytes -= rounded;
  return frame;
}

void FramePool::free(void* frame, std::size_t size) {
  const std::size_t list = list_of(size);
  const std::size_t rounded = (list + 1) * kStep;
  if (!kKeepFrames || size > kMaxFrame || kept.closed || kept.bytes + rounded > kMaxKeptBytes) {
    ::operator delete(frame);
    return;
  }
  if (!kept.will_be_freed) {
    thread_local Cleaner cleaner;
    (void)cleaner;
  }
  kept.lists[list] = ::new (frame) FreeFrame{kept.lists[list]};
  kept.bytes += rounded;
}

}  // namespace stator::base
