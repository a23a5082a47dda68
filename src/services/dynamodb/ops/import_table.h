// ImportTable.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/transfer.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ImportResponse>> import_table(Service& service, const aws::RequestContext& context,
                                                     ImportTableRequest& request);

}  // namespace stator::services::dynamodb
