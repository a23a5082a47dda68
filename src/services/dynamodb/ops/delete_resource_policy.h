// DeleteResourcePolicy.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/resource_policy.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<PolicyRevisionResponse>> delete_resource_policy(db::table::Database& database,
                                                                       const aws::RequestContext& context,
                                                                       DeleteResourcePolicyRequest& request);

}  // namespace stator::services::dynamodb
