#include "services/dynamodb/ops/create_backup.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<CreateBackupResponse>> create_backup(Service& service,
                                                            const aws::RequestContext& context,
                                                            CreateBackupRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, resolve_backup_table(context, *request.table_name));
  STATOR_CO_TRY(check_ready_for_backups(service.database, context, name));
  auto backup = co_await service.backups.create(scope_of(context), name, std::move(*request.backup_name));
  if (!backup.ok()) co_return to_aws_error(std::move(backup).error(), {.table = name});
  co_return CreateBackupResponse{describe_details(*backup)};
}

}  // namespace stator::services::dynamodb
