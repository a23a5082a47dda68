// ListGlobalTables.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListGlobalTablesResponse>> list_global_tables(db::table::Database& database,
                                                                     const aws::RequestContext& context,
                                                                     ListGlobalTablesRequest& request);

}  // namespace stator::services::dynamodb
