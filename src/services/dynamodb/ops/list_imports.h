// ListImports.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListImportsResponse>> list_imports(transfer::Imports& imports,
                                                          const aws::RequestContext& context,
                                                          ListImportsRequest& request);

}  // namespace stator::services::dynamodb
