// What an account has, and may have.
#pragma once

#include "services/lambda/ops/common.h"
#include "services/lambda/shapes/event_invoke.h"

namespace stator::services::lambda {

base::Task<aws::Result<AccountSettingsResponse>> get_account_settings(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      AccountSettingsRequest& request);

}  // namespace stator::services::lambda
