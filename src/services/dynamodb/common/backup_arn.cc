#include "services/dynamodb/common/backup_arn.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/recovery_errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

aws::Result<db::table::BackupName> parse_backup_arn(const aws::RequestContext& context,
                                                    std::string_view text) {
  constexpr std::string_view kTable = "table/", kBackup = "/backup/";
  const auto malformed = [&] { return aws::validation_error(fmt::format(messages::kBadBackupArn, text)); };
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) return malformed();
  const std::string_view resource = arn->resource.substr(kTable.size());
  const std::size_t at = resource.find(kBackup);
  if (at == std::string_view::npos) return malformed();
  const std::string_view name = resource.substr(0, at), id = resource.substr(at + kBackup.size());
  if (name.empty() || name.find('/') != std::string_view::npos || id.empty() ||
      id.find('/') != std::string_view::npos)
    return malformed();
  if (!aws::is_within_reach(*arn, context)) return backup_not_found(text);
  return db::table::BackupName{std::string(name), std::string(id)};
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
