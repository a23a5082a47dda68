// Managed policies that are attached to a role, user or group, or bound it.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/attachments.h"

namespace stator::services::iam {

base::Task<aws::Result<base::Ok>> attach_policy(Iam& iam, const aws::RequestContext& context,
                                                AttachmentRequest& request, PrincipalKind kind);
base::Task<aws::Result<base::Ok>> detach_policy(Iam& iam, const aws::RequestContext& context,
                                                AttachmentRequest& request, PrincipalKind kind);
base::Task<aws::Result<ListAttachedResponse>> list_attached_policies(Iam& iam,
                                                                     const aws::RequestContext& context,
                                                                     ListAttachedRequest& request,
                                                                     PrincipalKind kind);
base::Task<aws::Result<base::Ok>> put_boundary(Iam& iam, const aws::RequestContext& context,
                                               PutBoundaryRequest& request, PrincipalKind kind);
base::Task<aws::Result<base::Ok>> delete_boundary(Iam& iam, const aws::RequestContext& context,
                                                  NameRequest& request, PrincipalKind kind);

}  // namespace stator::services::iam
