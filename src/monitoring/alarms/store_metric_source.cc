#include "monitoring/alarms/store_metric_source.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "monitoring/alarms/alarm_queries.h"
#include "monitoring/statistic.h"

namespace stator::monitoring::alarms {

namespace {

Failure to_failure(const monitoring::Failure& failure) {
  const bool busy = failure.kind == monitoring::FailureKind::kBusy;
  return {busy ? FailureKind::kBusy : FailureKind::kInternal, failure.message};
}

}  // namespace

// Once for all alarms of a round.
base::Task<> StoreMetricSource::feed_up_to(std::int64_t end_millis) {
  if (fed_millis_ >= end_millis) co_return;
  co_await feed_.flush();
  fed_millis_ = end_millis;
}

base::Task<Result<std::vector<Datapoint>>> StoreMetricSource::evaluate(Scope scope,
                                                                       Configuration configuration,
                                                                       Range range) {
  auto wanted = parse_queries(configuration.queries);
  if (!wanted.ok()) co_return Failure{FailureKind::kInvalid};
  const bool own = std::any_of(
      configuration.queries.begin(), configuration.queries.end(),
      [](const MetricQuery& query) { return query.stat && is_own(query.stat->metric.name_space); });
  if (own) co_await feed_up_to(range.end_millis);
  const queries::Range times{range.begin_millis / 1000, range.end_millis / 1000};
  auto found = co_await queries_.run(std::move(scope), std::move(*wanted), times, queries::Part());
  if (!found.ok()) {
    if (const auto* failure = std::get_if<monitoring::Failure>(&found.error()))
      co_return to_failure(*failure);
    co_return Failure{FailureKind::kInvalid};
  }
  if (found->size() != 1 || found->front().is_array) co_return Failure{FailureKind::kInvalid};
  std::vector<Datapoint> points;
  for (const math::Point& point : found->front().series.front().points)
    points.push_back({point.unix_seconds * 1000, point.value, std::nullopt});
  co_return points;
}

base::Task<Result<std::vector<Datapoint>>> StoreMetricSource::read(Scope scope, Configuration configuration,
                                                                   Range range) {
  const MetricStat* const stat = watched(configuration);
  if (stat == nullptr) {
    auto points = co_await evaluate(std::move(scope), std::move(configuration), range);
    co_return points;
  }
  const auto statistic = Statistic::parse(stat->statistic);
  if (!statistic) co_return Failure{FailureKind::kInvalid};
  if (is_own(stat->metric.name_space)) co_await feed_up_to(range.end_millis);
  ReadRequest request;
  request.metric = stat->metric;
  normalize(&request.metric);
  request.begin = range.begin_millis / 1000;
  request.end = range.end_millis / 1000;
  request.period = stat->period_seconds;
  request.unit = unit_of(stat->unit);
  auto found = co_await store_.read(std::move(scope), std::move(request));
  if (!found.ok()) co_return to_failure(found.error());
  std::vector<Datapoint> points;
  for (const monitoring::Datapoint& measured : *found) {
    const auto value = statistic->of(measured.values);
    if (value) points.push_back({measured.unix_seconds * 1000, *value, measured.values.samples()});
  }
  co_return points;
}

}  // namespace stator::monitoring::alarms
