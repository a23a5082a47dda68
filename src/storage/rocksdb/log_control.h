// Making, dropping, rolling and trimming change logs. What deletes records leaves their files, which go for
// good: once the deletion is on the disk.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/rocksdb/control.h"

namespace stator::storage::rocks {

ControlWork create_log_group_work(std::uint64_t group, std::uint32_t shards);
// `files` outlives the work and becomes the range of stored keys whose files are left to drop.
ControlWork drop_log_group_work(std::uint64_t group, std::optional<KeyRange>& files);
ControlWork roll_shard_work(std::uint64_t group, std::uint64_t shard, std::uint32_t children);
// Likewise.
ControlWork trim_log_work(std::uint64_t group, std::uint64_t shard, std::uint64_t upto,
                          std::optional<KeyRange>& files);

}  // namespace stator::storage::rocks
