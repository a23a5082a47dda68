// Groups of keys that lie together: keys of the engine's users whose first kGroupBytes bytes are the same,
// which hold the space, the table, the index and the hash of the partition key (docs/formats/keys.md).
//
// Each table file has a filter of its groups, so a scan within one group spares the files that hold nothing
// of it. A file that was written without one is looked into.
#pragma once

#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "storage/engine.h"

namespace stator::storage::rocks {

inline constexpr std::size_t kGroupBytes = 15;

// Of keys as RocksDB has them.
std::shared_ptr<const rocksdb::SliceTransform> stored_key_groups();

inline std::string_view group_of(std::string_view key) { return key.substr(0, kGroupBytes); }

// True where every key in the range is of one group.
bool is_within_group(const KeyRange& range);

// Of the group of a key, which has kGroupBytes at least: all keys but those that go on with four bytes 0xff.
KeyRange range_of_group(std::string_view key);

// How to read any range of keys. RocksDB's own default is only for ranges within a group: of others it leaves
// keys out, silently. So every iterator begins with these.
rocksdb::ReadOptions reads_in_order();

}  // namespace stator::storage::rocks
