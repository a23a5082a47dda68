// ExecuteStatement: reads a page of items, or writes one item, with a PartiQL statement (rule 125).
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ExecuteStatementResponse>> execute_statement(db::table::Database& database,
                                                                    const aws::RequestContext& context,
                                                                    ExecuteStatementRequest& request);

}  // namespace stator::services::dynamodb
