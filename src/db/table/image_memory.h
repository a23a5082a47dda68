// What large items take while they are written: the item before and the one after it, and the commit with it
// on its way to the disk.
#pragma once

#include <cstddef>
#include <utility>

#include "base/byte_budget.h"

namespace stator::db::table {

// Of all writers together. Who finds nothing left gives back what was read, waits, and reads again; so those
// who wait hold next to nothing. A lease lasts until the commit is on disk; whoever holds one waits for
// nobody else's latch. Thread-safe.
class ImageMemory {
 public:
  using Lease = base::ByteBudget::Lease;

  // Items of up to so many bytes are not counted.
  static constexpr std::size_t kSmallBytes = 16 * 1024;
  // Nor are those of a batch or transaction that have so many together.
  static constexpr std::size_t kSmallTogetherBytes = 128 * 1024;
  static constexpr std::size_t kMemoryPerByte = 4;
  // Of a batch or transaction so many are read at once, as they may all be large.
  static constexpr std::size_t kKeysAtOnce = 8;

  explicit ImageMemory(std::size_t capacity) : budget_(capacity) {}

  // Not granted where take() would wait.
  Lease try_take(std::size_t bytes) {
    Lease lease = budget_.charge(0);
    return lease.try_grow_to(bytes * kMemoryPerByte) ? std::move(lease) : Lease();
  }
  // To be awaited with no large item in hand. First come, first served, however long that takes.
  auto take(std::size_t bytes) { return budget_.acquire(bytes * kMemoryPerByte); }

 private:
  base::ByteBudget budget_;
};

}  // namespace stator::db::table
