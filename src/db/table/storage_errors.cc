#include "db/table/storage_errors.h"

#include "messages/tables.h"

namespace stator::db::table {

Error from_storage(const storage::Error& error) {
  switch (error.code) {
    case storage::ErrorCode::kBusy:
    case storage::ErrorCode::kConflict:  // retries were used up
      return {ErrorKind::kThrottled, messages::kBusy, {}};
    case storage::ErrorCode::kFenced:
      return {ErrorKind::kResourceNotFound, messages::kResourceNotFound, {}};
    case storage::ErrorCode::kUnknownOutcome:
    case storage::ErrorCode::kUnavailable:
    case storage::ErrorCode::kNotFound:
    case storage::ErrorCode::kTrimmed:
    case storage::ErrorCode::kCorrupt:
    case storage::ErrorCode::kIo:
      return {ErrorKind::kInternal, error.message, {}};
  }
  return {ErrorKind::kInternal, error.message, {}};
}

}  // namespace stator::db::table
