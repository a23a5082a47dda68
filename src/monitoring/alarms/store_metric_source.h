// The datapoints of alarms from the store of metrics. Alarms on expressions are kept and not evaluated yet.
// Not thread-safe: it is called as metric_source.h promises.
#pragma once

#include <vector>

#include "monitoring/alarms/metric_source.h"
#include "monitoring/metric_feed.h"
#include "monitoring/metric_store.h"

namespace stator::monitoring::alarms {

class StoreMetricSource final : public MetricSource {
 public:
  // Both outlive this. `feed`: of the server's own metrics.
  StoreMetricSource(MetricStore& store, MetricFeed& feed) : store_(store), feed_(feed) {}

  // Errors: kInvalid for an expression.
  base::Task<Result<std::vector<Datapoint>>> read(Scope scope, Configuration configuration,
                                                  Range range) override;

 private:
  MetricStore& store_;
  MetricFeed& feed_;
  std::int64_t fed_millis_ = 0;  // the store has the server's own metrics up to then
};

}  // namespace stator::monitoring::alarms
