// TransactWriteItems: up to 100 writes and checks, all or nothing.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/transaction/transactions.h"
#include "services/dynamodb/shapes/transaction.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TransactWriteItemsResponse>> transact_write_items(
    db::transaction::Transactions& transactions, const aws::RequestContext& context,
    TransactWriteItemsRequest& request);

}  // namespace stator::services::dynamodb
