// GetMetricData.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

base::Task<aws::Result<GetMetricDataResponse>> get_metric_data(CloudWatch& service,
                                                               const aws::RequestContext& context,
                                                               GetMetricDataRequest& request);

}  // namespace stator::services::cloudwatch
