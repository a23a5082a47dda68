// ExportTableToPointInTime.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/transfer.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ExportResponse>> export_table_to_point_in_time(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      ExportTableRequest& request);

}  // namespace stator::services::dynamodb
