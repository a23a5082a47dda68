// DeleteItem: removes one item, if it is there.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<WriteResponse>> delete_item(db::table::Database& database,
                                                   const aws::RequestContext& context,
                                                   DeleteItemRequest& request);

}  // namespace stator::services::dynamodb
