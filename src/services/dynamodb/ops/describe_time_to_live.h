// DescribeTimeToLive.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table.h"
#include "services/dynamodb/shapes/time_to_live.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeTimeToLiveResponse>> describe_time_to_live(db::table::Database& database,
                                                                          const aws::RequestContext& context,
                                                                          TableNameRequest& request);

}  // namespace stator::services::dynamodb
