#include "services/cloudwatch/ops/get_metric_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "messages/requests.h"
#include "monitoring/metric_keys.h"
#include "monitoring/statistic.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

using monitoring::Statistic;

// By SimpleStatistic.
constexpr std::optional<double> DatapointShape::*kMembers[] = {
    &DatapointShape::sample_count, &DatapointShape::average, &DatapointShape::sum, &DatapointShape::minimum,
    &DatapointShape::maximum};

// As asked for, with the member or the name by which each is answered.
struct Wanted {
  std::vector<std::pair<std::optional<double> DatapointShape::*, Statistic>> simple;
  std::vector<std::pair<std::string, Statistic>> extended;
};

aws::Result<Wanted> statistics_of(const GetMetricStatisticsRequest& request) {
  if (request.statistics && request.extended_statistics)
    return invalid_combination(fmt::format(messages::kBothGiven, "Statistics", "ExtendedStatistics"));
  if (!request.statistics && !request.extended_statistics) {
    return aws::Error{"MissingRequiredParameterException",
                      fmt::format(stator::messages::kParameterRequired, "Statistics")};
  }
  Wanted wanted;
  if (request.statistics)
    for (const auto& statistic : *request.statistics)
      wanted.simple.emplace_back(kMembers[statistic.index],
                                 *Statistic::parse(kStatisticNames[statistic.index]));
  if (request.extended_statistics) {
    for (std::size_t i = 0; i < request.extended_statistics->size(); ++i) {
      const std::string& name = (*request.extended_statistics)[i];
      const auto statistic = Statistic::parse(name);
      if (!statistic || statistic->is_simple())
        return invalid_value(
            fmt::format(messages::kBadStatistic, name, fmt::format("ExtendedStatistics.member.{}", i + 1)));
      const bool is_new = std::none_of(wanted.extended.begin(), wanted.extended.end(),
                                       [&](const auto& other) { return other.first == name; });
      if (is_new) wanted.extended.emplace_back(name, *statistic);
    }
  }
  return wanted;
}

// Nothing where none of the statistics can be had.
std::optional<DatapointShape> shape_of(const monitoring::Datapoint& point, const Wanted& wanted) {
  DatapointShape shape;
  shape.timestamp = time_of(point.unix_seconds);
  shape.unit = cloudwatch::shape_of(point.unit);
  for (const auto& [member, statistic] : wanted.simple) shape.*member = statistic.of(point.values);
  for (const auto& [name, statistic] : wanted.extended) {
    const auto value = statistic.of(point.values);
    if (!value) continue;
    if (!shape.extended_statistics) shape.extended_statistics.emplace();
    shape.extended_statistics->emplace_back(name, *value);
  }
  if (wanted.simple.empty() && !shape.extended_statistics) return std::nullopt;
  return shape;
}

}  // namespace

base::Task<aws::Result<GetMetricStatisticsResponse>> get_metric_statistics(
    CloudWatch& service, const aws::RequestContext& context, GetMetricStatisticsRequest& request) {
  STATOR_CO_ASSIGN(const Wanted wanted, statistics_of(request));
  const std::int64_t period = *request.period;
  if (!is_period(period)) co_return invalid_value(fmt::format(messages::kBadPeriod, "Period"));
  const auto range = time_range(*request.start_time, *request.end_time);
  if (!range.ok()) co_return invalid_value(range.error());
  monitoring::ReadRequest read;
  read.begin = monitoring::rounded_begin(range->begin, period, context.clock->unix_seconds());
  read.end = range->end;
  read.period = period;
  read.unit = unit_of(request.unit);
  const std::int64_t points = (range->end - range->begin + period - 1) / period;
  if (points > kMaxStatistics) {
    co_return invalid_combination(fmt::format(messages::kTooManyDatapoints, points, kMaxStatistics));
  }
  if (is_own(*request.name_space)) co_await service.feed.flush();
  read.metric = {*request.name_space, *request.metric_name, dimensions_of(request.dimensions)};
  GetMetricStatisticsResponse response;
  response.label = *request.metric_name;
  auto add = [&](const monitoring::Datapoint& point) {
    if (auto shape = shape_of(point, wanted)) response.datapoints.push_back(std::move(*shape));
  };
  auto done = co_await service.metrics.read(scope_of(context), std::move(read), std::move(add));
  if (!done.ok()) co_return to_aws_error(done.error());
  co_return response;
}

}  // namespace stator::services::cloudwatch
