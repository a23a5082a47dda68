// ExecuteTransaction: up to 100 PartiQL statements, all reads or all writes, done as one (rules 107-111 and
// 125). EXISTS(SELECT ...) is a condition check among writes.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/transaction/transactions.h"
#include "services/dynamodb/shapes/statement.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ExecuteTransactionResponse>> execute_transaction(
    db::transaction::Transactions& transactions, const aws::RequestContext& context,
    ExecuteTransactionRequest& request);

}  // namespace stator::services::dynamodb
