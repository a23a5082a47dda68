// What the functions of an evaluation know besides their arguments. For one evaluation; not thread-safe.
#pragma once

#include <cstdint>

#include "monitoring/math/value.h"

namespace stator::monitoring::math {

struct Context {
  std::int64_t start_seconds = 0;  // of the range, inclusive
  std::int64_t end_seconds = 0;    // exclusive
  std::int64_t period_seconds = 60;
  bool dropped_points = false;  // was a result no finite number?
};

// Adds a point to the end of `series`, or drops it if its value is not finite, as after a division by zero.
void add_point(Series* series, std::int64_t unix_seconds, double value, Context* context);

}  // namespace stator::monitoring::math
