// Deleting ranges of stored keys, and the disk space that they took.
#pragma once

#include <rocksdb/write_batch.h>

#include "storage/rocksdb/database.h"

namespace stator::storage::rocks {

// Adds to the batch what deletes the range of stored keys; its end is not empty. True where so much lies in
// it that whole files may be freed.
Result<bool> plan_range_delete(const Database::Use& use, const KeyRange& range, rocksdb::WriteBatch& batch);

// Frees the files that lie wholly in the range. Every key in them must be deleted already and nobody may
// write meanwhile, so that nothing else is lost.
void drop_files_in_range(const Database::Use& use, const KeyRange& range);

}  // namespace stator::storage::rocks
