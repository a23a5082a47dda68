// Policies inside of a role, user or group.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/inline_policies.h"

namespace stator::services::iam {

base::Task<aws::Result<base::Ok>> put_policy(Iam& iam, const aws::RequestContext& context,
                                             PutPolicyRequest& request, PrincipalKind kind);
base::Task<aws::Result<GetPolicyOfPrincipalResponse>> get_policy_of_principal(
    Iam& iam, const aws::RequestContext& context, InlinePolicyRequest& request, PrincipalKind kind);
base::Task<aws::Result<ListPoliciesOfPrincipalResponse>> list_policies_of_principal(
    Iam& iam, const aws::RequestContext& context, ListOfPrincipalRequest& request, PrincipalKind kind);
base::Task<aws::Result<base::Ok>> delete_policy_of_principal(Iam& iam, const aws::RequestContext& context,
                                                             InlinePolicyRequest& request,
                                                             PrincipalKind kind);

}  // namespace stator::services::iam
