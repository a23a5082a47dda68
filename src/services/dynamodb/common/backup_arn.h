// What operations on backups name: the ARN of a backup, a table by its name or ARN.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "db/table/backup_registry.h"
#include "db/table/database.h"

namespace stator::services::dynamodb {

// arn:aws:dynamodb:<region>:<account>:table/<name>/backup/<id>. Errors: ValidationException for what has
// another form, BackupNotFoundException for other accounts and regions.
aws::Result<db::table::BackupName> parse_backup_arn(const aws::RequestContext& context, std::string_view arn);

// The table's name. Errors: ValidationException for an ARN of no table, TableNotFoundException for other
// accounts and regions.
aws::Result<std::string> resolve_backup_table(const aws::RequestContext& context,
                                              std::string_view name_or_arn);

// ContinuousBackupsUnavailableException for a table that is still being restored. Any other, also one that is
// not there, is left to the database.
aws::Result<base::Ok> check_ready_for_backups(const db::table::Database& database,
                                              const aws::RequestContext& context, std::string_view table);

}  // namespace stator::services::dynamodb
