// IF(condition, then[, else]). Pure.
// Source: CloudWatch user guide, using-metric-math, "Using IF expressions". A condition is true unless it is
// 0. Where a series is the condition, the result has a data point for each of its own; where `then` is a
// series that has none, it is 0; where `else` has none, or is left out, there is none. A number as the
// condition chooses one side as a whole; a side left out is a series without data points. The guide does not
// say what is with a number on one side and a series on the other when a number chooses: it is a series of
// that number then, since the result is "a single time series". Two numbers give a number. Arrays are
// refused.
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

// `otherwise` may be null.
base::Result<Value, MathError> if_function(const Value& condition, const Value& then, const Value* otherwise,
                                           Context* context);

}  // namespace stator::monitoring::math
