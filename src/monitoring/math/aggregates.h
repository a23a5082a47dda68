// AVG, DATAPOINT_COUNT, MAX, MIN, STDDEV, SUM: of a time series they give a number, of an array of time
// series a time series with a data point wherever one of them has one. Pure. Of a single series they take the
// data points that exist. Of an array, AVG takes missing ones for 0 ("missing values are treated as 0"); MAX,
// MIN and STDDEV take what exists (assumed). STDDEV is that of all values, not of a sample (assumed). AVG,
// MAX, MIN and STDDEV of no data points do not exist (assumed).
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

bool is_aggregate(Function function);

// `function` is one of them. NaN where there is no such number.
double aggregate(Function function, const Series& series);

base::Result<Value, MathError> aggregate(Function function, const Value& argument, Context* context);

}  // namespace stator::monitoring::math
