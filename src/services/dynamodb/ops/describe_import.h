// DescribeImport.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ImportResponse>> describe_import(transfer::Imports& imports,
                                                        const aws::RequestContext& context,
                                                        DescribeImportRequest& request);

}  // namespace stator::services::dynamodb
