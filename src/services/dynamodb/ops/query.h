// Query: reads items of one partition, of a table or an index.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/query.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<PageResponse>> query(db::table::Database& database, const aws::RequestContext& context,
                                            QueryRequest& request);

}  // namespace stator::services::dynamodb
