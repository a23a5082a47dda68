// GetResourcePolicy.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/resource_policy.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<GetResourcePolicyResponse>> get_resource_policy(db::table::Database& database,
                                                                       const aws::RequestContext& context,
                                                                       GetResourcePolicyRequest& request);

}  // namespace stator::services::dynamodb
