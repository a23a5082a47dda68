// Scan: reads all items, of a table or an index, perhaps in parallel segments.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/query.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<PageResponse>> scan(db::table::Database& database, const aws::RequestContext& context,
                                           ScanRequest& request);

}  // namespace stator::services::dynamodb
