// Series without gaps: MINUTE, HOUR, DAY, DATE, MONTH, YEAR, EPOCH of a series' times, in UTC, and
// TIME_SERIES. Pure. "Days of the week are numbered 1 to 7 (Monday to Sunday) and hours 0-23" (AWS's blog on
// metric math functions, June 2021); DATE is 1 to 31, MONTH 1 to 12 (known for long).
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

bool is_time_function(Function function);

// `function` is one of them. Of a series only: the guide has no arrays here.
base::Result<Value, MathError> apply_to_times(Function function, const Value& argument,
                                              const Context& context);

// Every value is the number; there are none if it is not finite.
base::Result<Value, MathError> time_series(const Value& argument, Context* context);

}  // namespace stator::monitoring::math
