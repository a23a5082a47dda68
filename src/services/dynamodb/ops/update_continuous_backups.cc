#include "services/dynamodb/ops/update_continuous_backups.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ContinuousBackupsResponse>> update_continuous_backups(
    Service& service, const aws::RequestContext& context, UpdateContinuousBackupsRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, resolve_backup_table(context, *request.table_name));
  STATOR_CO_TRY(check_ready_for_backups(service.database, context, name));
  const bool enable = *request.specification->enabled;
  std::optional<std::int32_t> period;
  if (enable) {
    period = static_cast<std::int32_t>(
        request.specification->recovery_period_in_days.value_or(db::recovery::kMaxPeriodDays));
  }
  auto state = co_await service.backups.update_continuous(scope_of(context), name, enable, period);
  // The operation has no TableInUseException.
  if (!state.ok() && state.error().kind == db::recovery::FailureKind::kTableInUse)
    co_return backups_being_enabled(name);
  if (!state.ok()) co_return to_aws_error(std::move(state).error(), {.table = name});
  co_return ContinuousBackupsResponse{describe(*state)};
}

}  // namespace stator::services::dynamodb
