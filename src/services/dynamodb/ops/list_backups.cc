#include "services/dynamodb/ops/list_backups.h"

#include "services/dynamodb/common/backup_arn.h"
#include "services/dynamodb/common/backup_description.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

constexpr std::int64_t kMicrosAMilli = 1000;

// Nothing: of all kinds.
std::optional<db::table::BackupKind> to_kind(BackupTypeFilter filter) {
  if (filter == BackupTypeFilter::kAll) return std::nullopt;
  return filter == BackupTypeFilter::kSystem ? db::table::BackupKind::kSystem : db::table::BackupKind::kUser;
}

}  // namespace

base::Task<aws::Result<ListBackupsResponse>> list_backups(db::recovery::Backups& backups,
                                                          const aws::RequestContext& context,
                                                          ListBackupsRequest& request) {
  constexpr std::int64_t kDefaultLimit = 100;
  db::recovery::Backups::ListRequest wanted;
  wanted.scope = scope_of(context);
  if (request.table_name) {
    STATOR_CO_ASSIGN(wanted.table_name, resolve_backup_table(context, *request.table_name));
  }
  if (request.exclusive_start_backup_arn) {
    STATOR_CO_ASSIGN(wanted.after, parse_backup_arn(context, *request.exclusive_start_backup_arn));
  }
  // As the API reference says: USER where nobody says otherwise.
  const BackupTypeFilter filter = request.backup_type ? request.backup_type->get() : BackupTypeFilter::kUser;
  if (filter == BackupTypeFilter::kAwsBackup) co_return ListBackupsResponse{};  // AWS Backup is not here
  wanted.kind = to_kind(filter);
  if (request.time_range_lower_bound)
    wanted.created_from_micros = request.time_range_lower_bound->unix_millis * kMicrosAMilli;
  if (request.time_range_upper_bound)
    wanted.created_before_micros = request.time_range_upper_bound->unix_millis * kMicrosAMilli;
  wanted.limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  auto page = co_await backups.list(std::move(wanted));
  if (!page.ok()) co_return to_aws_error(std::move(page).error(), {});
  ListBackupsResponse response;
  for (const db::table::Backup& backup : page->backups)
    response.backup_summaries.push_back(describe_summary(backup));
  if (page->has_more && !page->backups.empty())
    response.last_evaluated_backup_arn = page->backups.back().arn();
  co_return response;
}

}  // namespace stator::services::dynamodb
