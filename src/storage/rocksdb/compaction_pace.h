// Compaction gives way to requests where it shares a core with an event loop and is not urgent. A priority
// would not do: a process without privileges can lower one but never raise it again, and a loop that is
// always busy would leave compaction behind for good.
#pragma once

#include <rocksdb/options.h>

#include <chrono>

namespace stator::storage::rocks {

// What a thread of RocksDB has done since it was asked last.
struct CompactionWork {
  std::chrono::nanoseconds passed{0};
  std::chrono::nanoseconds cpu{0};
  bool was_preempted = false;  // by another thread that wanted its core
};

// How long it rests now. `tables`: of level 0, which grow in number while compaction is behind.
std::chrono::nanoseconds pause_after(const CompactionWork& work, int tables);

// Sets the listener and the rate limiter of RocksDB.
void pace_compaction(rocksdb::Options& options);

}  // namespace stator::storage::rocks
