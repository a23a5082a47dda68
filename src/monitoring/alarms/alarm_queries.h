// The Metrics of an alarm on an expression, as the queries of monitoring/queries/. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "monitoring/alarms/alarm.h"
#include "monitoring/queries/query_runner.h"

namespace stator::monitoring::alarms {

// The error is a text for the user: why AWS would refuse them.
base::Result<std::vector<queries::Query>, std::string> parse_queries(const std::vector<MetricQuery>& asked);

}  // namespace stator::monitoring::alarms
