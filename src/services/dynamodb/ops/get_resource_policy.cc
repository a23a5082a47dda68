#include "services/dynamodb/ops/get_resource_policy.h"

#include "services/dynamodb/common/resource_arn.h"
#include "services/dynamodb/common/resource_policies.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<GetResourcePolicyResponse>> get_resource_policy(db::table::Database& database,
                                                                       const aws::RequestContext& context,
                                                                       GetResourcePolicyRequest& request) {
  STATOR_CO_ASSIGN(const Resource resource, find_resource(database, context, *request.resource_arn));
  const db::table::ResourcePolicy* policy = resource.table->find_policy(resource.stream_label);
  if (policy == nullptr) co_return policy_not_found(*request.resource_arn);
  co_return GetResourcePolicyResponse{policy->document, policy->revision_id};
}

}  // namespace stator::services::dynamodb
