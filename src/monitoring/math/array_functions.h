// Functions of arrays of time series: FIRST, LAST, METRIC_COUNT, REMOVE_EMPTY, SLICE, SORT. Pure.
// FIRST and LAST of an empty array give a series without data points. SORT keeps the order of equals, and
// puts series without data points last. Numbers of SLICE and SORT lose their fractions, and end at the ends
// of the array. (All of this is assumed.)
#pragma once

#include <vector>

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

bool is_array_function(Function function);

// `function` is one of them, but for SORT; `arguments` are as many as it takes.
base::Result<Value, MathError> apply_to_array(Function function, std::vector<Value> arguments,
                                              const Context& context);

// `limit` may be null.
base::Result<Value, MathError> sort(const Sort& how, Value array, const Value* limit);

}  // namespace stator::monitoring::math
