// FILL: gives a series a data point each period of the range. Pure. What REPEAT and LINEAR do is known for
// long; the guide's source (using-metric-math.md) leaves their list out. The filler is a number, the data
// points of another series (where that has none, the gap stays), REPEAT (the value before the gap; a gap at
// the beginning stays: assumed) or LINEAR (a line between both ends of the gap; gaps at the beginning and the
// end stay: assumed). A series without data points is filled, too (assumed).
#pragma once

#include "base/result.h"
#include "monitoring/math/context.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

// `filler` is null unless the mode is kValue.
base::Result<Value, MathError> fill(FillMode mode, Value argument, const Value* filler, Context* context);

}  // namespace stator::monitoring::math
