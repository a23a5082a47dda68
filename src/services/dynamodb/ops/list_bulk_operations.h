// ListBulkOperations.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/bulk_puts.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListBulkOperationsResponse>> list_bulk_operations(transfer::BulkPuts& bulk_puts,
                                                                         const aws::RequestContext& context,
                                                                         ListBulkOperationsRequest& request);

}  // namespace stator::services::dynamodb
