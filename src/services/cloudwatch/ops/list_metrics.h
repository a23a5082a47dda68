// ListMetrics.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

base::Task<aws::Result<ListMetricsResponse>> list_metrics(CloudWatch& service,
                                                          const aws::RequestContext& context,
                                                          ListMetricsRequest& request);

}  // namespace stator::services::cloudwatch
