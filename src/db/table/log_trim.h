// Drops the old records of a change log.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/task.h"
#include "storage/engine.h"

namespace stator::db::table {

// Drops the records up to the last one that is not younger than `oldest_micros`, and not up to the first that
// is: a reader that has seen all old records stands between the two, and has missed nothing. What another
// round, or the end of the log, has done already is no error.
base::Task<storage::Result<base::Ok>> trim_log(storage::Engine& engine, std::uint64_t group,
                                               const storage::LogShard& shard, std::int64_t oldest_micros,
                                               const std::atomic<bool>& stopped);

// Of another round, or the end of the log.
bool is_done_already(const storage::Error& error);

}  // namespace stator::db::table
