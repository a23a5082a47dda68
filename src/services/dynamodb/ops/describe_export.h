// DescribeExport.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/exports.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ExportResponse>> describe_export(transfer::Exports& exports,
                                                        const aws::RequestContext& context,
                                                        DescribeExportRequest& request);

}  // namespace stator::services::dynamodb
