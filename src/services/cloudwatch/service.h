// The CloudWatch API: its operations, and its endpoints, one for each protocol.
#pragma once

#include <span>

#include "aws/protocol/json_endpoint.h"
#include "aws/protocol/query_endpoint.h"
#include "aws/protocol/rpc_v2_endpoint.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

// The one list of what is there.
std::span<const aws::protocol::Operation> operations();

// POST / with X-Amz-Target: GraniteServiceVersion20100801.<operation>; POST to
// /service/GraniteServiceVersion20100801/operation/<operation>, in CBOR; POST / with a form. Service, rules
// and pool must outlive them.
aws::protocol::JsonEndpoint json_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                          base::Executor* pool);
aws::protocol::RpcV2Endpoint rpc_v2_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                             base::Executor* pool);
aws::protocol::QueryEndpoint query_endpoint(CloudWatch& service, const aws::IdentityRules& rules,
                                            base::Executor* pool);

}  // namespace stator::services::cloudwatch
