// DescribeTable.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> describe_table(db::table::Database& database,
                                                      const aws::RequestContext& context,
                                                      TableNameRequest& request);

}  // namespace stator::services::dynamodb
