// Alarms as requests set them and responses show them. Pure.
#pragma once

#include "aws/request_context.h"
#include "monitoring/alarms/alarm.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/shapes/alarms.h"

namespace stator::services::cloudwatch {

aws::Result<monitoring::alarms::Configuration> configuration_of(const aws::RequestContext& context,
                                                                PutMetricAlarmRequest& request);
MetricAlarmShape shape_of(const monitoring::Scope& scope, monitoring::alarms::Alarm alarm);

// "Sum", "p90", or empty. kBothGiven.
aws::Result<std::string> statistic_of(const std::optional<Enum<SimpleStatistic>>& simple,
                                      const std::optional<std::string>& extended);
std::string unit_name_of(const std::optional<Enum<StandardUnit>>& unit);

}  // namespace stator::services::cloudwatch
