// ListTables: names, in order, 100 at a time.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListTablesResponse>> list_tables(db::table::Database& database,
                                                        const aws::RequestContext& context,
                                                        ListTablesRequest& request);

}  // namespace stator::services::dynamodb
