// The IAM API: its operations, and its endpoint for the Query protocol.
#pragma once

#include <span>

#include "aws/protocol/query_endpoint.h"
#include "services/iam/common/lookups.h"

namespace stator::services::iam {

// The one list of what is there: routing and the documentation come from it.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with a form that is signed for `iam`. Service and rules must outlive it.
aws::protocol::QueryEndpoint query_endpoint(Iam& iam, const aws::IdentityRules& rules);

}  // namespace stator::services::iam
