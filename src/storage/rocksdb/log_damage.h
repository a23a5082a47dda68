// Damage in the write-ahead log that RocksDB would not tell from its torn end: it replays the log up to the
// first bytes that are not a whole record, and drops the rest. A power cut leaves such bytes at the very end
// only, since nothing is appended to a log before all that stands in it is synced. So whole records behind
// them were acknowledged, and would be lost silently.
//
// The same of a log that is missing, or lost its end, where a later one has writes: sequence numbers follow
// each other, and the list of files says up to which of them all is in tables. The newest log may be missing
// unnoticed, and with it the latest writes.
//
// Not so of a log that is synced every now and then (Durability::kRelaxed): there a power cut may leave
// holes.
#pragma once

#include <rocksdb/env.h>

#include <optional>
#include <string>

#include "storage/engine.h"

namespace stator::storage::rocks {

// One line that names the file, or nothing. `database`: the folder with RocksDB's files. Reads all logs that
// the folder still needs, some hundred MB at most, at the speed of the disk. Errors: kIo.
Result<std::optional<std::string>> find_log_damage(rocksdb::Env& env, const std::string& database);

}  // namespace stator::storage::rocks
