// Where a moment is in a table's history.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/task.h"
#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::recovery {

// The sequence number in `shard` of `log` from which on all records are of later commits: some before it may
// be, too. When stopped, any.
base::Task<db::Result<std::uint64_t>> first_record_after(storage::Engine& engine, std::uint64_t log,
                                                         const storage::LogShard& shard,
                                                         std::int64_t moment_micros,
                                                         const std::atomic<bool>& stopped);

// A record that cannot be read.
Error damaged_history();

}  // namespace stator::db::recovery
