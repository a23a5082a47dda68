// Making, dropping, rolling and trimming change logs.
#pragma once

#include <cstdint>

#include "storage/rocksdb/control.h"

namespace stator::storage::rocks {

ControlWork create_log_group_work(std::uint64_t group, std::uint32_t shards);
ControlWork drop_log_group_work(std::uint64_t group);
ControlWork roll_shard_work(std::uint64_t group, std::uint64_t shard, std::uint32_t children);
ControlWork trim_log_work(std::uint64_t group, std::uint64_t shard, std::uint64_t upto);

}  // namespace stator::storage::rocks
