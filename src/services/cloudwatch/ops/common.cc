#include "services/cloudwatch/ops/common.h"

#include <algorithm>

#include "monitoring/metric_keys.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

// Of the year 9999. Nothing is kept for such times, nor for those before 1970.
constexpr std::int64_t kLastSecond = 253'402'300'799;

}  // namespace

std::int64_t seconds_of(const aws::protocol::Timestamp& time) {
  return monitoring::round_down(time.unix_millis, 1000) / 1000;
}

aws::Error invalid_value(std::string message) {
  return {"InvalidParameterValueException", std::move(message)};
}

aws::Error invalid_combination(std::string message) {
  return {"InvalidParameterCombinationException", std::move(message)};
}

aws::Error invalid_request(std::string message) { return {"ValidationException", std::move(message)}; }

aws::Error to_aws_error(const monitoring::Failure& failure) {
  if (failure.kind == monitoring::FailureKind::kBusy) return aws::service_unavailable(messages::kBusy);
  aws::log_internal_error("metrics", failure.message);
  return {"InternalServiceFault", aws::internal_error().message};
}

std::vector<monitoring::Dimension> dimensions_of(
    const std::optional<std::vector<DimensionShape>>& dimensions) {
  std::vector<monitoring::Dimension> made;
  if (!dimensions) return made;
  for (const DimensionShape& dimension : *dimensions) made.push_back({*dimension.name, *dimension.value});
  return made;
}

monitoring::Metric metric_of(const MetricShape& shape) {
  return {shape.name_space.value_or(""), shape.metric_name.value_or(""), dimensions_of(shape.dimensions)};
}

MetricShape shape_of(monitoring::Metric metric) {
  MetricShape shape;
  shape.name_space = std::move(metric.name_space);
  shape.metric_name = std::move(metric.name);
  shape.dimensions.emplace();
  for (monitoring::Dimension& dimension : metric.dimensions)
    shape.dimensions->push_back({std::move(dimension.name), std::move(dimension.value)});
  return shape;
}

bool is_period(std::int64_t seconds) {
  return seconds == 1 || seconds == 5 || seconds == 10 || seconds == 20 || seconds == 30 ||
         (seconds > 0 && seconds % 60 == 0);
}

base::Result<TimeRange, std::string> time_range(const aws::protocol::Timestamp& start,
                                                const aws::protocol::Timestamp& end) {
  const TimeRange range{seconds_of(start), seconds_of(end)};
  if (range.begin == range.end) return std::string(messages::kEqualTimes);
  if (range.begin > range.end) return std::string(messages::kEndBeforeStart);
  return TimeRange{std::clamp<std::int64_t>(range.begin, 0, kLastSecond),
                   std::clamp<std::int64_t>(range.end, 0, kLastSecond)};
}

}  // namespace stator::services::cloudwatch
