#include "monitoring/alarms/store_metric_source.h"

#include <algorithm>

#include "monitoring/statistic.h"

namespace stator::monitoring::alarms {

namespace {

constexpr std::string_view kOwnNamespaces = "AWS/";

std::optional<Unit> unit_of(std::string_view name) {
  const auto found = std::find(std::begin(kUnits), std::end(kUnits), name);
  if (found == std::end(kUnits)) return std::nullopt;
  return static_cast<Unit>(found - std::begin(kUnits));
}

}  // namespace

base::Task<Result<std::vector<Datapoint>>> StoreMetricSource::read(Scope scope, Configuration configuration,
                                                                   Range range) {
  const MetricStat* const stat = watched(configuration);
  const auto statistic = stat == nullptr ? std::nullopt : Statistic::parse(stat->statistic);
  if (!statistic) co_return Failure{FailureKind::kInvalid};
  if (stat->metric.name_space.starts_with(kOwnNamespaces) && fed_millis_ < range.end_millis) {
    co_await feed_.flush();
    fed_millis_ = range.end_millis;
  }
  ReadRequest request;
  request.metric = stat->metric;
  normalize(&request.metric);
  request.begin = range.begin_millis / 1000;
  request.end = range.end_millis / 1000;
  request.period = stat->period_seconds;
  request.unit = unit_of(stat->unit);
  auto found = co_await store_.read(std::move(scope), std::move(request));
  if (!found.ok()) {
    const bool busy = found.error().kind == monitoring::FailureKind::kBusy;
    co_return Failure{busy ? FailureKind::kBusy : FailureKind::kInternal, found.error().message};
  }
  std::vector<Datapoint> points;
  for (const monitoring::Datapoint& measured : *found) {
    const auto value = statistic->of(measured.values);
    if (value) points.push_back({measured.unix_seconds * 1000, *value, measured.values.samples()});
  }
  co_return points;
}

}  // namespace stator::monitoring::alarms
