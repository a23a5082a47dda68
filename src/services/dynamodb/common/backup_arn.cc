#include "services/dynamodb/common/backup_arn.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/table_part_arn.h"

namespace stator::services::dynamodb {

aws::Result<db::table::BackupName> parse_backup_arn(const aws::RequestContext& context,
                                                    std::string_view text) {
  const auto part = parse_table_part(text, "backup");
  if (!part) return aws::validation_error(fmt::format(messages::kBadBackupArn, text));
  if (!aws::is_within_reach(part->arn, context)) return backup_not_found(text);
  return db::table::BackupName{std::string(part->table_name), std::string(part->id)};
}

aws::Result<std::string> resolve_backup_table(const aws::RequestContext& context,
                                              std::string_view name_or_arn) {
  const auto arn = aws::parse_arn(name_or_arn);
  if (arn && arn->service == "dynamodb" && !aws::is_within_reach(*arn, context))
    return table_for_backups_not_found(name_or_arn);
  return resolve_table_name(context, name_or_arn);
}

aws::Result<base::Ok> check_ready_for_backups(const db::table::Database& database,
                                              const aws::RequestContext& context, std::string_view name) {
  const auto table = database.find_table(scope_of(context), name);
  if (!table.ok() || (*table)->status != db::table::TableStatus::kCreating) return base::Ok{};
  return backups_being_enabled(name);
}

}  // namespace stator::services::dynamodb
