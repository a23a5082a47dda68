// ListExports.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/shapes/transfer.h"
#include "transfer/exports.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListExportsResponse>> list_exports(transfer::Exports& exports,
                                                          const aws::RequestContext& context,
                                                          ListExportsRequest& request);

}  // namespace stator::services::dynamodb
