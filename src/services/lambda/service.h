// The Lambda API: its operations, and its endpoint for the REST-JSON protocol.
#pragma once

#include <span>

#include "aws/protocol/rest_json.h"
#include "services/lambda/ops/common.h"

namespace stator::services::lambda {

// The one list of what is there.
std::span<const aws::protocol::RestOperation> operations();

// Answers requests signed for lambda, or with a path of its own. Service, rules and pool must outlive it.
aws::protocol::RestJsonEndpoint rest_endpoint(Service& service, const aws::IdentityRules& rules,
                                              base::Executor* pool);

}  // namespace stator::services::lambda
