// TableName: a name, or the ARN of a table of the caller's own account and region.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "db/table/database.h"

namespace stator::services::dynamodb {

inline db::table::Scope scope_of(const aws::RequestContext& context) {
  return {context.account, context.region};
}

// The table's name. Errors: ValidationException for an ARN that names no table, ResourceNotFoundException for
// another account's or region's.
aws::Result<std::string> resolve_table_name(const aws::RequestContext& context, std::string_view name_or_arn);

// The table for a data operation, or ResourceNotFoundException.
aws::Result<db::table::TableRef> find_table(db::table::Database& database, const aws::RequestContext& context,
                                            std::string_view name_or_arn);

// The same for an operation on the table itself: the message names the table.
aws::Result<db::table::TableRef> find_named_table(const db::table::Database& database,
                                                  const aws::RequestContext& context,
                                                  std::string_view name_or_arn);

}  // namespace stator::services::dynamodb
