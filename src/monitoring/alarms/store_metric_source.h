// The datapoints of alarms from the store of metrics, also of alarms on expressions. Not thread-safe: it is
// called as metric_source.h promises.
#pragma once

#include <vector>

#include "monitoring/alarms/metric_source.h"
#include "monitoring/metric_feed.h"
#include "monitoring/metric_store.h"
#include "monitoring/queries/query_runner.h"

namespace stator::monitoring::alarms {

class StoreMetricSource final : public MetricSource {
 public:
  // All outlive this. `feed`: of the server's own metrics.
  StoreMetricSource(MetricStore& store, MetricFeed& feed, queries::QueryRunner& queries)
      : store_(store), feed_(feed), queries_(queries) {}

  // Errors: kInvalid for an expression that cannot be evaluated, or gives no single series.
  base::Task<Result<std::vector<Datapoint>>> read(Scope scope, Configuration configuration,
                                                  Range range) override;

 private:
  base::Task<> feed_up_to(std::int64_t end_millis);
  base::Task<Result<std::vector<Datapoint>>> evaluate(Scope scope, Configuration configuration, Range range);

  MetricStore& store_;
  MetricFeed& feed_;
  queries::QueryRunner& queries_;
  std::int64_t fed_millis_ = 0;  // the store has the server's own metrics up to then
};

}  // namespace stator::monitoring::alarms
