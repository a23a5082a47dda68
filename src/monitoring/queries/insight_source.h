// Where INSIGHT_RULE_METRIC reads: the totals of insight rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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

// What there is of a rule in a span.
struct InsightTotals {
  // All its metrics, by the names of GetInsightRuleReport ("MaxContributorValue"); none: there is no such
  // rule.
  std::map<std::string, math::Series, std::less<>> metrics;
  std::size_t minutes = 0;  // whose records were read for it
};

// Thread-safe.
class InsightSource {
 public:
  virtual ~InsightSource() = default;
  virtual base::Task<Result<InsightTotals>> read(Scope scope, std::string rule, InsightSpan span) = 0;
};

}  // namespace stator::monitoring::queries
