// What the operations of CloudWatch ask for. Metrics are no resources: policies limit who may report them by
// the condition key cloudwatch:namespace.
#pragma once

#include "aws/authorizer.h"
#include "aws/protocol/operation.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

inline aws::Result<base::Ok> authorize(CloudWatch&, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation,
                                       const PutMetricDataRequest& request) {
  aws::Access access{std::string(operation.action), "*", {}};
  access.facts.set("cloudwatch:namespace", *request.name_space);
  return aws::authorize(context, access);
}

}  // namespace stator::services::cloudwatch
