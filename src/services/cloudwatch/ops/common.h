// What the operations share: the parts of the service, names, errors, times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "aws/request_context.h"
#include "monitoring/alarms/alarms.h"
#include "monitoring/dashboards/dashboards.h"
#include "monitoring/insights/key_insights.h"
#include "monitoring/metric_feed.h"
#include "monitoring/metric_store.h"
#include "monitoring/queries/query_runner.h"
#include "services/cloudwatch/shapes/metrics.h"

namespace stator::services::cloudwatch {

// All outlive the service.
struct CloudWatch {
  monitoring::MetricStore& metrics;
  monitoring::MetricFeed& feed;  // the server's own metrics
  monitoring::queries::QueryRunner& queries;
  monitoring::alarms::Alarms& alarms;
  monitoring::dashboards::Dashboards& dashboards;
  monitoring::insights::KeyInsights& insights;
};

using monitoring::is_own;

inline monitoring::Scope scope_of(const aws::RequestContext& context) {
  return {context.account, context.region};
}

aws::Error invalid_value(std::string message);
aws::Error invalid_combination(std::string message);
// Of GetMetricData and the operations of alarms.
aws::Error invalid_request(std::string message);
aws::Error to_aws_error(const monitoring::Failure& failure);

std::vector<monitoring::Dimension> dimensions_of(
    const std::optional<std::vector<DimensionShape>>& dimensions);
monitoring::Metric metric_of(const MetricShape& shape);
MetricShape shape_of(monitoring::Metric metric);

inline std::optional<monitoring::Unit> unit_of(const std::optional<aws::protocol::Enum<StandardUnit>>& unit) {
  if (!unit) return std::nullopt;
  return static_cast<monitoring::Unit>(unit->index);
}
inline aws::protocol::Enum<StandardUnit> shape_of(monitoring::Unit unit) {
  return static_cast<StandardUnit>(unit);
}
// Rounded towards the past, also before 1970.
std::int64_t seconds_of(const aws::protocol::Timestamp& time);
inline aws::protocol::Timestamp time_of(std::int64_t unix_seconds) { return {unix_seconds * 1000}; }

// 1, 5, 10, 20, 30, or a multiple of 60.
bool is_period(std::int64_t seconds);

// The times of a request for values, in unix seconds.
struct TimeRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};
// Nothing wrong: the range; else the text of the error.
base::Result<TimeRange, std::string> time_range(const aws::protocol::Timestamp& start,
                                                const aws::protocol::Timestamp& end);

}  // namespace stator::services::cloudwatch
