#include "objects/storage_errors.h"

namespace stator::objects {

Error from_storage(const storage::Error& error) {
  switch (error.code) {
    case storage::ErrorCode::kBusy:
    case storage::ErrorCode::kConflict:  // retries were used up
      return {ErrorKind::kBusy, error.message};
    case storage::ErrorCode::kUnknownOutcome:
      return {ErrorKind::kUnknownOutcome, error.message};
    default:
      return {ErrorKind::kInternal, error.message};
  }
}

Error from_blob(const blob::Error& error) { return {ErrorKind::kInternal, error.message}; }

}  // namespace stator::objects
