// The datapoints of alarms from the store of metrics. Alarms on expressions are kept and not evaluated yet.
//
// Thread-safe.
#pragma once

#include <vector>

#include "monitoring/alarms/metric_source.h"
#include "monitoring/metric_store.h"

namespace stator::monitoring::alarms {

class StoreMetricSource final : public MetricSource {
 public:
  // The store outlives this.
  explicit StoreMetricSource(MetricStore& store) : store_(store) {}

  // Errors: kInvalid for an expression.
  base::Task<Result<std::vector<Datapoint>>> read(Scope scope, Configuration configuration,
                                                  Range range) override;

 private:
  MetricStore& store_;
};

}  // namespace stator::monitoring::alarms
