// GetMetricStatistics.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

base::Task<aws::Result<GetMetricStatisticsResponse>> get_metric_statistics(
    CloudWatch& service, const aws::RequestContext& context, GetMetricStatisticsRequest& request);

}  // namespace stator::services::cloudwatch
