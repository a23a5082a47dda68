// StartBulkPutItems.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/transfer.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BulkOperationResponse>> start_bulk_put_items(Service& service,
                                                                    const aws::RequestContext& context,
                                                                    StartBulkPutItemsRequest& request);

}  // namespace stator::services::dynamodb
