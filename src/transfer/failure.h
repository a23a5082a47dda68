// What can go wrong with an export, an import or a bulk put, as a value. The API's error names and texts are
// chosen at the edge.
#pragma once

#include <cstdint>
#include <utility>

#include "base/result.h"
#include "db/model/error.h"

namespace stator::transfer {

enum class FailureKind : std::uint8_t {
  kNoTable,         // to export from, or to put into
  kTableExists,     // the name of the table to import into is taken
  kNotContinuous,   // recovery to a point in time is off
  kInvalidTime,     // before the earliest or after the latest time that can be exported
  kNoJob,           // the export or import that is asked for
  kTokenUsed,       // the client token belongs to a request with other parameters
  kTooManyJobs,     // that are not done yet
  kTooManyOfTable,  // the same, of one table
  kTableCreating,
  kTableUpdating,  // gets an index
  kEnded,          // what is to be cancelled
  kDatabase,       // `error` says what
};

struct Failure {
  FailureKind kind = FailureKind::kDatabase;
  db::Error error = {};  // kDatabase only
};

template <typename T>
using Result = base::Result<T, Failure>;

inline Failure database_failure(db::Error error) { return {FailureKind::kDatabase, std::move(error)}; }

}  // namespace stator::transfer
