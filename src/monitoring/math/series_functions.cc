#include "monitoring/math/series_functions.h"

#include <cmath>
#include <limits>
#include <utility>

#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

// Of a point and the one before it, which the first one has not.
struct Place {
  const Point& point;
  const Point* before;
  double sum;  // up to here
};

double value_at(Function function, const Place& place) {
  const double value = place.point.value;
  const auto seconds = [&] {
    return static_cast<double>(place.point.unix_seconds - place.before->unix_seconds);
  };
  switch (function) {
    case Function::kAbs:
      return std::fabs(value);
    case Function::kCeil:
      return std::ceil(value);
    case Function::kFloor:
      return std::floor(value);
    case Function::kLog:
      return value > 0 ? std::log(value) : std::numeric_limits<double>::quiet_NaN();
    case Function::kLog10:
      return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
    case Function::kDiff:
      return value - place.before->value;
    case Function::kDiffTime:
      return seconds();
    case Function::kRate:
      return (value - place.before->value) / seconds();
    default:
      return place.sum;
  }
}

bool needs_a_point_before(Function function) {
  return function == Function::kDiff || function == Function::kDiffTime || function == Function::kRate;
}

Series apply(Function function, const Series& series, Context* context) {
  Series result{series.id, series.label, series.period_seconds, {}};
  result.points.reserve(series.points.size());
  const Point* before = nullptr;
  double sum = 0;
  for (const Point& point : series.points) {
    sum += point.value;
    if (before != nullptr || !needs_a_point_before(function))
      add_point(&result, point.unix_seconds, value_at(function, {point, before, sum}), context);
    before = &point;
  }
  return result;
}

}  // namespace

bool is_series_function(Function function) {
  switch (function) {
    case Function::kAbs:
    case Function::kCeil:
    case Function::kDiff:
    case Function::kDiffTime:
    case Function::kFloor:
    case Function::kLog:
    case Function::kLog10:
    case Function::kRate:
    case Function::kRunningSum:
      return true;
    default:
      return false;
  }
}

base::Result<Value, MathError> apply_to_series(Function function, Value argument, Context* context) {
  if (const auto* series = std::get_if<Series>(&argument)) return Value(apply(function, *series, context));
  auto* array = std::get_if<SeriesArray>(&argument);
  if (array == nullptr) return wrong_operands(name_of(function), {&argument});
  for (Series& series : *array) series = apply(function, series, context);
  return Value(std::move(*array));
}

}  // namespace stator::monitoring::math
