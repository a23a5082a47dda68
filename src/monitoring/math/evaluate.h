// Evaluates math expressions on series that were fetched before. Pure: reads no clock; time and memory are
// bounded by Environment::max_points.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"
#include "monitoring/math/value.h"

namespace stator::monitoring::math {

inline constexpr std::size_t kMaxPoints = 4'000'000;

// What a query of the request, or one evaluated before, has given.
struct Input {
  std::string_view id;
  const Value* value = nullptr;
  bool is_metric = false;  // METRICS() and PERIOD() see metrics only
};

struct Environment {
  std::span<const Input> inputs;  // in the order of the request, which is that of METRICS()
  // Of Expression::searches, in its order.
  std::span<const SeriesArray> searches;
  // The range and period of the request: of series without gaps. The range begins with a time that data
  // points can have. Years 0 to 9999.
  std::int64_t start_seconds = 0;
  std::int64_t end_seconds = 0;      // exclusive
  std::int64_t period_seconds = 60;  // above 0
  // How many data points may be made, on the way and at the end, before the evaluation is given up
  // (kTooLarge); a series counts as some more.
  std::size_t max_points = kMaxPoints;
  // Of Expression::insights, in its order; where there are fewer, those that are missing have no data points.
  std::span<const Series> insights = {};
};

struct Evaluation {
  Value value;
  // Data points were left out because they were no finite numbers. GetMetricData says so: kDroppedPoints of
  // messages.h, with the code ArithmeticError.
  bool dropped_points = false;
  std::size_t spent_points = 0;  // of Environment::max_points
};

// Whether types fit does not depend on the data points, so a request can be checked with empty series before
// anything is fetched. A single series has the id and label of what it comes from; the caller gives it those
// of the expression.
base::Result<Evaluation, MathError> evaluate(const Expression& expression, const Environment& environment);

// "The final result of any math expression must be a single time series or an array of time series." Nothing
// if it is.
std::optional<MathError> refused_as_result(const Value& value);

}  // namespace stator::monitoring::math
