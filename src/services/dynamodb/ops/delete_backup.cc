#include "services/dynamodb/ops/delete_backup.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BackupResponse>> delete_backup(db::recovery::Backups& backups,
                                                      const aws::RequestContext& context,
                                                      BackupArnRequest& request) {
  STATOR_CO_ASSIGN(const db::table::BackupName name, parse_backup_arn(context, *request.backup_arn));
  const RecoverySubject subject{.backup_arn = *request.backup_arn};
  auto backup = co_await backups.find(scope_of(context), name);
  if (!backup.ok()) co_return to_aws_error(std::move(backup).error(), subject);
  // They go by themselves: terraform-provider-aws#26771 skips them as not deletable.
  if (backup->kind == db::table::BackupKind::kSystem)
    co_return aws::validation_error(fmt::format(messages::kSystemBackupStays, *request.backup_arn));
  auto removed = co_await backups.remove(scope_of(context), name);
  if (!removed.ok()) co_return to_aws_error(std::move(removed).error(), subject);
  co_return BackupResponse{describe(*removed)};
}

}  // namespace stator::services::dynamodb
