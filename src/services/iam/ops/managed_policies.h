// Managed policies and their versions.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/managed_policies.h"

namespace stator::services::iam {

base::Task<aws::Result<PolicyResponse>> create_policy(Iam& iam, const aws::RequestContext& context,
                                                      CreatePolicyRequest& request);
base::Task<aws::Result<PolicyResponse>> get_policy(Iam& iam, const aws::RequestContext& context,
                                                   PolicyArnRequest& request);
base::Task<aws::Result<ListPoliciesResponse>> list_policies(Iam& iam, const aws::RequestContext& context,
                                                            ListPoliciesRequest& request);
base::Task<aws::Result<base::Ok>> delete_policy(Iam& iam, const aws::RequestContext& context,
                                                PolicyArnRequest& request);
base::Task<aws::Result<PolicyVersionResponse>> create_policy_version(Iam& iam,
                                                                     const aws::RequestContext& context,
                                                                     CreatePolicyVersionRequest& request);
base::Task<aws::Result<PolicyVersionResponse>> get_policy_version(Iam& iam,
                                                                  const aws::RequestContext& context,
                                                                  PolicyVersionRequest& request);
base::Task<aws::Result<ListPolicyVersionsResponse>> list_policy_versions(Iam& iam,
                                                                         const aws::RequestContext& context,
                                                                         ListPolicyVersionsRequest& request);
base::Task<aws::Result<base::Ok>> delete_policy_version(Iam& iam, const aws::RequestContext& context,
                                                        PolicyVersionRequest& request);
base::Task<aws::Result<base::Ok>> set_default_policy_version(Iam& iam, const aws::RequestContext& context,
                                                             PolicyVersionRequest& request);
base::Task<aws::Result<ListEntitiesForPolicyResponse>> list_entities_for_policy(
    Iam& iam, const aws::RequestContext& context, ListEntitiesForPolicyRequest& request);

}  // namespace stator::services::iam
