// GetContextKeysForCustomPolicy and GetContextKeysForPrincipalPolicy: what a simulation of policies has to be
// told.
#pragma once

#include "services/iam/common/access.h"
#include "services/iam/shapes/simulation.h"

namespace stator::services::iam {

// On the user, group or role whose policies are read; of given policies on "*".
aws::Result<base::Ok> authorize(Iam& iam, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const ContextKeysRequest& request);

// Both operations.
base::Task<aws::Result<ContextKeysResponse>> get_context_keys(Iam& iam, const aws::RequestContext& context,
                                                              ContextKeysRequest& request);

}  // namespace stator::services::iam
