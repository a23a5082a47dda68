// DescribeGlobalTable.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<base::Ok>> describe_global_table(db::table::Database& database,
                                                        const aws::RequestContext& context,
                                                        DescribeGlobalTableRequest& request);

}  // namespace stator::services::dynamodb
