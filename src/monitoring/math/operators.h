// Arithmetic, comparisons and logic. Pure.
// Source: CloudWatch user guide, using-metric-math, "Basic arithmetic functions" and "Comparison and logical
// operators": where only one of two series has a data point, the other one counts as 0 there; a division by
// zero drops the data point; comparisons and logic give 1 or 0.
// The guide has comparisons of two series or two numbers, and, in its examples, of a series and a number;
// arrays are compared as they are added here (assumed). Two arrays have no operators.
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

// The series of the result keep the ids and labels of an array, or else of the left one. Where two series
// have different periods, that of the result is the shorter one (assumed).
base::Result<Value, MathError> combine(Operator operation, Value left, Value right, Context* context);

Value negate(Value value);

}  // namespace stator::monitoring::math
