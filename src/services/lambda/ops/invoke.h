// Invoke: runs a function and answers with what it returned, or only takes the request.
#pragma once

#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

base::Task<aws::Result<InvokeResponse>> invoke(Service& service, const aws::RequestContext& context,
                                               InvokeRequest& request);

}  // namespace stator::services::lambda
