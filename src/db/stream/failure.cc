#include "db/stream/failure.h"

namespace stator::db::stream {

Failure to_failure(const storage::Error& error) {
  if (error.code == storage::ErrorCode::kBusy) return {FailureKind::kBusy};
  return {FailureKind::kInternal, error.message};
}

Failure to_failure(const Error& error) {
  if (error.kind == ErrorKind::kThrottled) return {FailureKind::kBusy};
  return {FailureKind::kInternal, error.message};
}

}  // namespace stator::db::stream
