#include "services/dynamodb/ops/describe_continuous_backups.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ContinuousBackupsResponse>> describe_continuous_backups(
    db::recovery::Backups& backups, const aws::RequestContext& context, TableNameRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, resolve_backup_table(context, *request.table_name));
  auto state = co_await backups.continuous(scope_of(context), name);
  if (!state.ok()) co_return to_aws_error(std::move(state).error(), {.table = name});
  co_return ContinuousBackupsResponse{describe(*state)};
}

}  // namespace stator::services::dynamodb
