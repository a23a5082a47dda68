// UpdateItem: changes attributes of one item, or creates it.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<WriteResponse>> update_item(db::table::Database& database,
                                                   const aws::RequestContext& context,
                                                   UpdateItemRequest& request);

}  // namespace stator::services::dynamodb
