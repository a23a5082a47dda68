// The operations on alarms. Composite alarms are not supported: none are ever found.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/shapes/alarms.h"

namespace stator::services::cloudwatch {

aws::Error to_aws_error(const monitoring::alarms::Failure& failure);

base::Task<aws::Result<base::Ok>> put_metric_alarm(CloudWatch& service, const aws::RequestContext& context,
                                                   PutMetricAlarmRequest& request);
base::Task<aws::Result<DescribeAlarmsResponse>> describe_alarms(CloudWatch& service,
                                                                const aws::RequestContext& context,
                                                                DescribeAlarmsRequest& request);
base::Task<aws::Result<DescribeAlarmsForMetricResponse>> describe_alarms_for_metric(
    CloudWatch& service, const aws::RequestContext& context, DescribeAlarmsForMetricRequest& request);
base::Task<aws::Result<base::Ok>> delete_alarms(CloudWatch& service, const aws::RequestContext& context,
                                                AlarmNamesRequest& request);
base::Task<aws::Result<base::Ok>> set_alarm_state(CloudWatch& service, const aws::RequestContext& context,
                                                  SetAlarmStateRequest& request);
base::Task<aws::Result<base::Ok>> enable_alarm_actions(CloudWatch& service,
                                                       const aws::RequestContext& context,
                                                       AlarmNamesRequest& request);
base::Task<aws::Result<base::Ok>> disable_alarm_actions(CloudWatch& service,
                                                        const aws::RequestContext& context,
                                                        AlarmNamesRequest& request);
base::Task<aws::Result<DescribeAlarmHistoryResponse>> describe_alarm_history(
    CloudWatch& service, const aws::RequestContext& context, DescribeAlarmHistoryRequest& request);

}  // namespace stator::services::cloudwatch
