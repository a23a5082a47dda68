// PutMetricData.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"

namespace stator::services::cloudwatch {

base::Task<aws::Result<base::Ok>> put_metric_data(CloudWatch& service, const aws::RequestContext& context,
                                                  PutMetricDataRequest& request);

}  // namespace stator::services::cloudwatch
