// BatchWriteItem: puts and deletes up to 25 items of several tables, each by itself.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/batch.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BatchWriteItemResponse>> batch_write_item(db::table::Database& database,
                                                                 const aws::RequestContext& context,
                                                                 BatchWriteItemRequest& request);

}  // namespace stator::services::dynamodb
