// Dropping ranges of keys and counters, with the disk space that they took: first the keys, in line with the
// commits, then whole files, which takes the file system seconds where there are many, so commits of others
// go on meanwhile; then a note, with which a start after a crash goes on. Nobody writes into the range until
// then. Of two drops at once the later one has the note; for the other, a crash leaves its space to the
// compaction.
#pragma once

#include "storage/rocksdb/control.h"

namespace stator::storage::rocks {

// Deletes what is in the range. `has_files` outlives the work and becomes true where files are left to drop.
ControlWork drop_keys_work(KeyRange range, bool& has_files);
// On a thread that may wait.
void drop_files(Database& database, const KeyRange& range);
// No file is left.
ControlWork end_drop_work(KeyRange range);

// Ends a drop that a crash has interrupted. After every opening and before the first commit: it takes whole
// files away, which must not hold keys of later commits. What it adds to `batch` is to be written before
// them, synced, like all that stands before acknowledged writes in the log (log_damage.h).
Result<base::Ok> resume_range_drop(const Database::Use& use, rocksdb::WriteBatch& batch);

}  // namespace stator::storage::rocks
