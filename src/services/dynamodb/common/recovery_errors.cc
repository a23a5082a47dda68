#include "services/dynamodb/common/recovery_errors.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "messages/tables.h"
#include "services/dynamodb/common/errors.h"

namespace stator::services::dynamodb {

using db::recovery::FailureKind;

aws::Error to_aws_error(db::recovery::Failure failure, const RecoverySubject& subject) {
  switch (failure.kind) {
    case FailureKind::kNoTable:
      return table_for_backups_not_found(subject.table);
    case FailureKind::kTableExists:
      return {"TableAlreadyExistsException", fmt::format(messages::kTableExists, subject.target)};
    case FailureKind::kTableInUse:
      if (subject.target.empty())
        return {"TableInUseException", fmt::format(messages::kBackedUpTableInUse, subject.table)};
      return {"TableInUseException", messages::kRestoreTargetInUse};
    case FailureKind::kNoBackup:
      return backup_not_found(subject.backup_arn);
    case FailureKind::kBackupInUse:
      return {"BackupInUseException", messages::kBackupInUse};
    case FailureKind::kNotContinuous:
      return {"PointInTimeRecoveryUnavailableException",
              fmt::format(messages::kRecoveryNotEnabled, subject.table)};
    case FailureKind::kInvalidTime:
      return {"InvalidRestoreTimeException", messages::kInvalidRestoreTime};
    case FailureKind::kDatabase:
      break;
  }
  return to_aws_error(std::move(failure.error));
}

aws::Error backup_not_found(std::string_view arn) {
  return {"BackupNotFoundException", fmt::format(messages::kBackupNotFound, arn)};
}

aws::Error table_for_backups_not_found(std::string_view table) {
  return {"TableNotFoundException", fmt::format(messages::kNoTableForBackups, table)};
}

aws::Error backups_being_enabled(std::string_view table) {
  return {"ContinuousBackupsUnavailableException", fmt::format(messages::kBackupsBeingEnabled, table)};
}

}  // namespace stator::services::dynamodb
