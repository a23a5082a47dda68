// BatchExecuteStatement: up to 25 PartiQL statements on one item each, all reads or all writes (rule 125). A
// statement that fails does not stop the others.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BatchExecuteStatementResponse>> batch_execute_statement(
    db::table::Database& database, const aws::RequestContext& context, BatchExecuteStatementRequest& request);

}  // namespace stator::services::dynamodb
