// The DynamoDB API: its operations, and its endpoint for the JSON protocol.
#pragma once

#include <span>

#include "aws/protocol/json_endpoint.h"
#include "db/table/database.h"

namespace stator::services::dynamodb {

// The one list of what is there: routing and the documentation come from it.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with X-Amz-Target: DynamoDB_20120810.<operation>. What it is made of must outlive it; large requests run on
// `pool`, if there is one.
aws::protocol::JsonEndpoint json_endpoint(db::table::Database& database, const aws::IdentityRules& rules,
                                          base::Executor* pool = nullptr);

}  // namespace stator::services::dynamodb
