// How `--memory` is divided. docs/configuration.md says it to the user.
#pragma once

#include <algorithm>
#include <cstddef>

namespace stator::server {

struct MemoryPlan {
  std::size_t buffers = 0;         // of requests and responses, over all connections
  std::size_t waiting = 0;         // of requests that wait for those, over all connections
  std::size_t storage = 0;         // caches and write buffers of the storage engine
  std::size_t images = 0;          // of large items that are written: a part of what is not counted otherwise
  std::size_t queued_commits = 0;  // likewise
  std::size_t trigger_batches = 0;  // beside the total, as all that functions take
  std::size_t events = 0;           // of functions that run them: likewise
};

constexpr MemoryPlan plan_memory(std::size_t total) {
  // What nobody counts: what the allocator takes beside (rounding, gaps, its own books, and what it has not
  // given back yet), and what RocksDB reads ahead and builds tables in.
  constexpr std::size_t kMostUncounted = 16 << 20;
  const std::size_t uncounted = total / 8 + std::min(total / 16 * 3, kMostUncounted);
  constexpr std::size_t kLeastQueued = 16 << 20, kMostQueued = 64 << 20;  // a batch of large items fits
  const std::size_t waiting = total / 32;
  return {total / 4 - waiting,
          waiting,
          total - total / 4 - uncounted,
          total / 8,
          std::clamp(total / 8, kLeastQueued, kMostQueued),
          total / 8,
          total / 8};
}

// A request takes this much for each byte of its body: the body and its parsed form; then its items, and the
// same bytes again in the commit that waits for the disk and in the batch that is written.
inline constexpr std::size_t kMemoryPerBodyByte = 4;

}  // namespace stator::server
