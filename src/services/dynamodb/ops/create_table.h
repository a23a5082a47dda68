// CreateTable.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> create_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    CreateTableRequest& request);

}  // namespace stator::services::dynamodb
