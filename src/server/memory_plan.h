// How `--memory` is divided. docs/configuration.md says it to the user.
#pragma once

#include <cstddef>

namespace stator::server {

struct MemoryPlan {
  std::size_t buffers = 0;  // of requests and responses, over all connections
  std::size_t storage = 0;  // caches and write buffers of the storage engine
};

// The rest is the allocator's: rounding, gaps, and what it has not given back yet.
constexpr MemoryPlan plan_memory(std::size_t total) { return {total / 4, total / 8 * 5}; }

// A request takes this much for each byte of its body: the body and its parsed form; then its items, and the
// same bytes again in the commit that waits for the disk and in the batch that is written.
inline constexpr std::size_t kMemoryPerBodyByte = 4;

}  // namespace stator::server
