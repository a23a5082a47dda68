// The table that a restore makes: what the request overrides, checked against the source.
#pragma once

#include "aws/error.h"
#include "db/recovery/backups.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

// What can be refused by looking at the request alone.
aws::Result<base::Ok> check_overrides(const RestoreOverrides& request);

// Precondition: check_overrides() was ok. `source`: the table, or as the backup has it.
aws::Result<db::recovery::RestoreTarget> restore_target(const db::table::TableSchema& source,
                                                        const RestoreOverrides& request);

}  // namespace stator::services::dynamodb
