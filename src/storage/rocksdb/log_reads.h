// Reads of change logs; see reads.h for the tiers. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/rocksdb/reads.h"

namespace stator::storage::rocks {

MaybeRead<std::vector<LogShard>> read_shards(Database& database, std::uint64_t group, Tier tier);
MaybeRead<LogPage> read_log_page(Database& database, std::uint64_t group, std::uint64_t shard,
                                 std::uint64_t from, ScanLimits limits, Tier tier);

}  // namespace stator::storage::rocks
