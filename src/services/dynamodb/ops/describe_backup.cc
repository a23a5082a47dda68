#include "services/dynamodb/ops/describe_backup.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BackupResponse>> describe_backup(db::recovery::Backups& backups,
                                                        const aws::RequestContext& context,
                                                        BackupArnRequest& request) {
  STATOR_CO_ASSIGN(db::table::BackupName name, parse_backup_arn(context, *request.backup_arn));
  auto backup = co_await backups.find(scope_of(context), std::move(name));
  if (!backup.ok()) co_return to_aws_error(std::move(backup).error(), {.backup_arn = *request.backup_arn});
  co_return BackupResponse{describe(*backup)};
}

}  // namespace stator::services::dynamodb
