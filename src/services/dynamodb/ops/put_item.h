// PutItem: writes one item, replacing the one with the same key.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<WriteResponse>> put_item(db::table::Database& database,
                                                const aws::RequestContext& context, PutItemRequest& request);

}  // namespace stator::services::dynamodb
