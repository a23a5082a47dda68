// The STS API: its operations, and its endpoint for the Query protocol.
#pragma once

#include <span>

#include "aws/protocol/query_endpoint.h"
#include "services/sts/ops/operations.h"

namespace stator::services::sts {

// The one list of what is there: routing and the documentation come from it.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with a form that is signed for `sts`. Service and rules must outlive it.
aws::protocol::QueryEndpoint query_endpoint(Sts& sts, const aws::IdentityRules& rules);

}  // namespace stator::services::sts
