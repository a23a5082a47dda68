#include "monitoring/math/context.h"

#include <cmath>

namespace stator::monitoring::math {

void add_point(Series* series, std::int64_t unix_seconds, double value, Context* context) {
  if (!std::isfinite(value)) {
    context->dropped_points = true;
    return;
  }
  series->points.push_back({unix_seconds, value});
}

}  // namespace stator::monitoring::math
