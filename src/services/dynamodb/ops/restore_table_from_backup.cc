#include "services/dynamodb/ops/restore_table_from_backup.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/restore_target.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> restore_table_from_backup(db::recovery::Backups& backups,
                                                                 const aws::RequestContext& context,
                                                                 RestoreTableFromBackupRequest& request) {
  STATOR_CO_ASSIGN(const db::table::BackupName name, parse_backup_arn(context, *request.backup_arn));
  STATOR_CO_TRY(check_overrides(request));
  const RecoverySubject subject{.target = *request.target_table_name, .backup_arn = *request.backup_arn};
  auto backup = co_await backups.find(scope_of(context), name);
  if (!backup.ok()) co_return to_aws_error(std::move(backup).error(), subject);
  STATOR_CO_ASSIGN(db::recovery::RestoreTarget target, restore_target(backup->source, request));
  auto table = co_await backups.restore(scope_of(context), name, std::move(target));
  if (!table.ok()) co_return to_aws_error(std::move(table).error(), subject);
  co_return TableResponse{describe(*table)};
}

}  // namespace stator::services::dynamodb
