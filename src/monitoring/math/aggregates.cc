#include "monitoring/math/aggregates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

bool earlier(const Point& left, const Point& right) { return left.unix_seconds < right.unix_seconds; }
bool less(const Point& left, const Point& right) { return left.value < right.value; }

// `of_how_many`: what an average is divided by.
double aggregate_points(Function function, std::span<const Point> points, std::size_t of_how_many) {
  if (function == Function::kDatapointCount) return static_cast<double>(points.size());
  const double sum = std::accumulate(points.begin(), points.end(), 0.0,
                                     [](double total, const Point& point) { return total + point.value; });
  if (function == Function::kSum) return sum;
  if (points.empty()) return std::numeric_limits<double>::quiet_NaN();
  switch (function) {
    case Function::kAvg:
      return sum / static_cast<double>(of_how_many);
    case Function::kMax:
      return std::max_element(points.begin(), points.end(), less)->value;
    case Function::kMin:
      return std::min_element(points.begin(), points.end(), less)->value;
    default:
      break;
  }
  const double mean = sum / static_cast<double>(points.size());
  double squares = 0;
  for (const Point& point : points) squares += (point.value - mean) * (point.value - mean);
  return std::sqrt(squares / static_cast<double>(points.size()));
}

Series aggregate_array(Function function, const SeriesArray& array, Context* context) {
  Series result;
  result.period_seconds = context->period_seconds;
  std::vector<Point> points;
  for (const Series& series : array) points.insert(points.end(), series.points.begin(), series.points.end());
  if (!array.empty()) {
    const auto shortest = std::min_element(array.begin(), array.end(), [](const Series& a, const Series& b) {
      return a.period_seconds < b.period_seconds;
    });
    result.period_seconds = shortest->period_seconds;
  }
  std::stable_sort(points.begin(), points.end(), earlier);
  for (auto first = points.begin(); first != points.end();) {
    const auto last = std::upper_bound(first, points.end(), *first, earlier);
    add_point(&result, first->unix_seconds, aggregate_points(function, {first, last}, array.size()), context);
    first = last;
  }
  return result;
}

}  // namespace

bool is_aggregate(Function function) {
  switch (function) {
    case Function::kAvg:
    case Function::kDatapointCount:
    case Function::kMax:
    case Function::kMin:
    case Function::kStddev:
    case Function::kSum:
      return true;
    default:
      return false;
  }
}

double aggregate(Function function, const Series& series) {
  return aggregate_points(function, series.points, series.points.size());
}

base::Result<Value, MathError> aggregate(Function function, const Value& argument, Context* context) {
  if (const auto* series = std::get_if<Series>(&argument)) return Value(aggregate(function, *series));
  if (const auto* array = std::get_if<SeriesArray>(&argument))
    return Value(aggregate_array(function, *array, context));
  return wrong_operands(name_of(function), {&argument});
}

}  // namespace stator::monitoring::math
