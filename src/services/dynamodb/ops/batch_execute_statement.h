// BatchExecuteStatement: up to 25 PartiQL statements on one item each, all reads or all writes (rule 125). A
// statement that fails, or is not allowed, does not stop the others.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BatchExecuteStatementResponse>> batch_execute_statement(
    Service& service, const aws::RequestContext& context, BatchExecuteStatementRequest& request);

}  // namespace stator::services::dynamodb
