// GetItem: reads one item by its key.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<GetItemResponse>> get_item(db::table::Database& database,
                                                  const aws::RequestContext& context,
                                                  GetItemRequest& request);

}  // namespace stator::services::dynamodb
