// The operations on dashboards.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/shapes/alarms.h"
#include "services/cloudwatch/shapes/dashboards.h"

namespace stator::services::cloudwatch {

aws::Error to_aws_error(const monitoring::dashboards::Failure& failure);

base::Task<aws::Result<PutDashboardResponse>> put_dashboard(CloudWatch& service,
                                                            const aws::RequestContext& context,
                                                            PutDashboardRequest& request);
base::Task<aws::Result<GetDashboardResponse>> get_dashboard(CloudWatch& service,
                                                            const aws::RequestContext& context,
                                                            GetDashboardRequest& request);
base::Task<aws::Result<ListDashboardsResponse>> list_dashboards(CloudWatch& service,
                                                                const aws::RequestContext& context,
                                                                ListDashboardsRequest& request);
base::Task<aws::Result<EmptyResponse>> delete_dashboards(CloudWatch& service,
                                                         const aws::RequestContext& context,
                                                         DeleteDashboardsRequest& request);

}  // namespace stator::services::cloudwatch
