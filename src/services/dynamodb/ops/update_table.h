// UpdateTable: throughput, billing, indexes, stream and other settings.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> update_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    UpdateTableRequest& request);

}  // namespace stator::services::dynamodb
