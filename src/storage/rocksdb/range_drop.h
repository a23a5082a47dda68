// Dropping ranges of keys and counters, with the disk space that they took.
#pragma once

#include "storage/rocksdb/control.h"

namespace stator::storage::rocks {

ControlWork drop_range_work(KeyRange range);

// Ends a drop that a crash has interrupted. After every opening and before the first commit: it takes whole
// files away, which must not hold keys of later commits.
Result<base::Ok> resume_range_drop(const Database::Use& use);

}  // namespace stator::storage::rocks
