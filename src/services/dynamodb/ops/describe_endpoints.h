// DescribeEndpoints.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/account.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeEndpointsResponse>> describe_endpoints(db::table::Database& database,
                                                                      const aws::RequestContext& context,
                                                                      NoParameters& request);

}  // namespace stator::services::dynamodb
