// BatchGetItem: reads up to 100 items of several tables.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/batch.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BatchGetItemResponse>> batch_get_item(db::table::Database& database,
                                                             const aws::RequestContext& context,
                                                             BatchGetItemRequest& request);

}  // namespace stator::services::dynamodb
