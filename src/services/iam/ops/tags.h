// Tags of roles, users and policies.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/tags.h"

namespace stator::services::iam {

base::Task<aws::Result<base::Ok>> tag_principal(Iam& iam, const aws::RequestContext& context,
                                                TagPrincipalRequest& request, PrincipalKind kind);
base::Task<aws::Result<base::Ok>> untag_principal(Iam& iam, const aws::RequestContext& context,
                                                  UntagPrincipalRequest& request, PrincipalKind kind);
base::Task<aws::Result<ListTagsResponse>> list_principal_tags(Iam& iam, const aws::RequestContext& context,
                                                              ListOfPrincipalRequest& request,
                                                              PrincipalKind kind);
base::Task<aws::Result<base::Ok>> tag_policy(Iam& iam, const aws::RequestContext& context,
                                             TagPolicyRequest& request);
base::Task<aws::Result<base::Ok>> untag_policy(Iam& iam, const aws::RequestContext& context,
                                               UntagPolicyRequest& request);
base::Task<aws::Result<ListTagsResponse>> list_policy_tags(Iam& iam, const aws::RequestContext& context,
                                                           ListPolicyVersionsRequest& request);

}  // namespace stator::services::iam
