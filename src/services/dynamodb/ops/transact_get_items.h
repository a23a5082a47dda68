// TransactGetItems: up to 100 items from one snapshot.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/transaction/transactions.h"
#include "services/dynamodb/shapes/transaction.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TransactGetItemsResponse>> transact_get_items(
    db::transaction::Transactions& transactions, const aws::RequestContext& context,
    TransactGetItemsRequest& request);

}  // namespace stator::services::dynamodb
