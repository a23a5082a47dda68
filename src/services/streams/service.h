// The DynamoDB Streams API: its operations, and its endpoint for the JSON protocol.
#pragma once

#include <span>

#include "aws/protocol/json_endpoint.h"
#include "db/stream/streams.h"

namespace stator::services::streams {

// The one list of what is there: routing and the documentation come from it.
std::span<const aws::protocol::Operation> operations();

// Answers POST / with X-Amz-Target: DynamoDBStreams_20120810.<operation>. Streams and rules must outlive it.
aws::protocol::JsonEndpoint json_endpoint(db::stream::Streams& streams, const aws::IdentityRules& rules);

}  // namespace stator::services::streams
