// SimulateCustomPolicy and SimulatePrincipalPolicy: what policies would decide, and which statements decide
// it. They are evaluated by what decides requests.
//
// AWS names no limits beside those of the shapes. Here a page of results ends early when it has taken long or
// has become large, as AWS's may; the simulation of one action that takes longer is refused (InvalidInput).
#pragma once

#include "services/iam/common/access.h"
#include "services/iam/shapes/simulation.h"

namespace stator::services::iam {

// On the user, group or role whose policies are simulated; of given policies on "*".
aws::Result<base::Ok> authorize(Iam& iam, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const SimulationRequest& request);

// Both operations.
base::Task<aws::Result<SimulationResponse>> simulate_policies(Iam& iam, const aws::RequestContext& context,
                                                              SimulationRequest& request);

}  // namespace stator::services::iam
