// Backups, and the state of recovery to a point in time, as the API shows them.
#pragma once

#include "db/recovery/backups.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

BackupDetails describe_details(const db::table::Backup& backup);
BackupSummary describe_summary(const db::table::Backup& backup);
BackupDescription describe(const db::table::Backup& backup);
ContinuousBackupsDescription describe(const db::recovery::ContinuousBackups& state);

}  // namespace stator::services::dynamodb
