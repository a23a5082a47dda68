#include "db/recovery/failure.h"

#include "db/table/storage_errors.h"

namespace stator::db::recovery {

Failure to_failure(const storage::Error& error) { return to_failure(table::from_storage(error)); }

Failure to_failure(Error error) { return {FailureKind::kDatabase, std::move(error)}; }

}  // namespace stator::db::recovery
