// The CloudWatch Logs API: its operations, and its endpoint for the JSON protocol.
#pragma once

#include <span>

#include "aws/protocol/json_endpoint.h"
#include "telemetry/logs.h"

namespace stator::services::logs {

// The one list of what is there.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with X-Amz-Target: Logs_20140328.<operation>. Logs, rules and pool must outlive it.
aws::protocol::JsonEndpoint json_endpoint(telemetry::Logs& logs, const aws::IdentityRules& rules,
                                          base::Executor* pool);

}  // namespace stator::services::logs
