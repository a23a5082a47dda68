#include "services/dynamodb/ops/restore_table_to_point_in_time.h"

#include "aws/arn.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/restore_target.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

constexpr std::int64_t kMicrosAMilli = 1000;

aws::Result<std::string> source_name(const aws::RequestContext& context,
                                     const RestoreTableToPointInTimeRequest& request) {
  if (request.source_table_arn.has_value() == request.source_table_name.has_value())
    return aws::validation_error(messages::kOneSourceTable);
  if (request.source_table_name) return *request.source_table_name;
  const auto arn = aws::parse_arn(*request.source_table_arn);
  if (arn && arn->service == "dynamodb" && arn->account == context.account && arn->region != context.region &&
      !context.shared_data)
    return aws::validation_error(messages::kRestoreAcrossRegions);
  return resolve_backup_table(context, *request.source_table_arn);
}

}  // namespace

base::Task<aws::Result<TableResponse>> restore_table_to_point_in_time(
    Service& service, const aws::RequestContext& context, RestoreTableToPointInTimeRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, source_name(context, request));
  if (request.use_latest_restorable_time.value_or(false) == request.restore_date_time.has_value())
    co_return aws::validation_error(messages::kOneRestoreTime);
  STATOR_CO_TRY(check_overrides(request));
  const auto source = service.database.find_table(scope_of(context), name);
  if (!source.ok()) co_return table_for_backups_not_found(name);
  STATOR_CO_ASSIGN(db::recovery::RestoreTarget target, restore_target(**source, request));
  std::optional<std::int64_t> at_micros;
  if (request.restore_date_time) at_micros = request.restore_date_time->unix_millis * kMicrosAMilli;
  auto table =
      co_await service.backups.restore_to_time(scope_of(context), name, at_micros, std::move(target));
  if (!table.ok())
    co_return to_aws_error(std::move(table).error(), {.table = name, .target = *request.target_table_name});
  co_return TableResponse{describe(*table)};
}

}  // namespace stator::services::dynamodb
