// What can go wrong with a backup or a recovery, as a value. The API's error names and texts are chosen at
// the edge.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "db/model/error.h"
#include "storage/engine.h"

namespace stator::db::recovery {

enum class FailureKind : std::uint8_t {
  kNoTable,      // the table to back up, to recover from, or whose recovery is asked for
  kTableExists,  // the name of the table to restore to is taken
  kTableInUse,   // the same, by a table that is being created or deleted
  kNoBackup,
  kBackupInUse,    // it is being made, or a table is being restored from it; or another one of its table is
  kNotContinuous,  // recovery to a point in time is off
  kInvalidTime,    // before the earliest or after the latest time that can be restored
  kDatabase,       // `error` says what
};

struct Failure {
  FailureKind kind = FailureKind::kDatabase;
  Error error = {};  // kDatabase only
};

template <typename T>
using Result = base::Result<T, Failure>;

Failure to_failure(const storage::Error& error);
Failure to_failure(Error error);

}  // namespace stator::db::recovery
