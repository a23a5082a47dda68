// The one mapping from failures of backups and recovery to AWS errors.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "db/recovery/failure.h"

namespace stator::services::dynamodb {

// What the request names; it is said in errors.
struct RecoverySubject {
  std::string_view table = {};  // that is backed up, or recovered from
  std::string_view target = {};
  std::string_view backup_arn = {};
};

aws::Error to_aws_error(db::recovery::Failure failure, const RecoverySubject& subject);

// BackupNotFoundException, TableNotFoundException, ContinuousBackupsUnavailableException.
aws::Error backup_not_found(std::string_view arn);
aws::Error table_for_backups_not_found(std::string_view table);
aws::Error backups_being_enabled(std::string_view table);

}  // namespace stator::services::dynamodb
