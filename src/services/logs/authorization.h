// What the operations of CloudWatch Logs ask for: their actions on a log group.
#pragma once

#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/logs/ops/common.h"

namespace stator::services::logs {

// A group's ARN has ":*" at its end for policies. Requests that name no group are about all of them.
template <typename Request>
aws::Result<base::Ok> authorize(telemetry::Logs&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation, const Request& request) {
  aws::Access access{std::string(operation.action), group_arn(context, "*"), {}};
  std::optional<std::string> name, identifier;
  if constexpr (requires { request.log_group_name; }) name = request.log_group_name;
  if constexpr (requires { request.log_group_identifier; }) identifier = request.log_group_identifier;
  if constexpr (requires { request.resource_arn; }) identifier = request.resource_arn;
  if (name || identifier) {  // the one that the operation takes, too
    STATOR_ASSIGN(const std::string group, group_of(context, name, identifier));
    access.resource = group_arn(context, group) + ":*";
  }
  return aws::authorize(context, access);
}

}  // namespace stator::services::logs
