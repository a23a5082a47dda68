// Access keys of users.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/access_keys.h"

namespace stator::services::iam {

base::Task<aws::Result<CreateAccessKeyResponse>> create_access_key(Iam& iam,
                                                                   const aws::RequestContext& context,
                                                                   NameRequest& request);
base::Task<aws::Result<ListAccessKeysResponse>> list_access_keys(Iam& iam, const aws::RequestContext& context,
                                                                 ListOfPrincipalRequest& request);
base::Task<aws::Result<base::Ok>> update_access_key(Iam& iam, const aws::RequestContext& context,
                                                    UpdateAccessKeyRequest& request);
base::Task<aws::Result<base::Ok>> delete_access_key(Iam& iam, const aws::RequestContext& context,
                                                    AccessKeyRequest& request);

}  // namespace stator::services::iam
