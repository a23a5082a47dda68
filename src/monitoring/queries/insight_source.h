// Where INSIGHT_RULE_METRIC reads: the totals of insight rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/task.h"
#include "monitoring/math/value.h"
#include "monitoring/metric_store.h"

namespace stator::monitoring::queries {

// In unix seconds.
struct InsightSpan {
  std::int64_t begin = 0;
  std::int64_t end = 0;  // excluded
  std::int64_t period = 60;
};

// Thread-safe.
class InsightSource {
 public:
  virtual ~InsightSource() = default;
  // The metric of the rule, by the names of GetInsightRuleReport ("MaxContributorValue"); nothing where there
  // is no such rule or metric.
  virtual base::Task<Result<std::optional<math::Series>>> read(Scope scope, std::string rule,
                                                               std::string metric, InsightSpan span) = 0;
};

}  // namespace stator::monitoring::queries
