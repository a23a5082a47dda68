// Functions of a time series that give a time series, and of each one of an array: ABS, CEIL, DIFF,
// DIFF_TIME, FLOOR, LOG, LOG10, RATE, RUNNING_SUM. Pure. DIFF, DIFF_TIME and RATE give nothing for the first
// data point, which has none before it (assumed).
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

bool is_series_function(Function function);

// `function` is one of them.
base::Result<Value, MathError> apply_to_series(Function function, Value argument, Context* context);

}  // namespace stator::monitoring::math
