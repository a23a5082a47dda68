// ResourceArn: the ARN of a table, or of a stream of a table, of the caller's own account and region.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "db/table/database.h"

namespace stator::services::dynamodb {

struct Resource {
  db::table::TableRef table;  // never null
  std::string stream_label;   // empty: the table itself
};

// The table that the ARN names. Errors: ValidationException for what is no ARN of a table,
// ResourceNotFoundException where there is no such table here.
aws::Result<db::table::TableRef> find_table_by_arn(const db::table::Database& database,
                                                   const aws::RequestContext& context, std::string_view arn);
// The same for a table or one of its streams.
aws::Result<Resource> find_resource(const db::table::Database& database, const aws::RequestContext& context,
                                    std::string_view arn);

}  // namespace stator::services::dynamodb
