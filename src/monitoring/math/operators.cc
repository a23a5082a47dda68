#include "monitoring/math/operators.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

double combine_numbers(Operator operation, double left, double right) {
  if (!std::isfinite(left) || !std::isfinite(right)) return std::numeric_limits<double>::quiet_NaN();
  switch (operation) {
    case Operator::kAdd:
      return left + right;
    case Operator::kSubtract:
      return left - right;
    case Operator::kMultiply:
      return left * right;
    case Operator::kDivide:
      return right == 0 ? std::numeric_limits<double>::quiet_NaN() : left / right;
    case Operator::kPower:
      return std::pow(left, right);
    case Operator::kEqual:
      return left == right ? 1 : 0;
    case Operator::kNotEqual:
      return left != right ? 1 : 0;
    case Operator::kLess:
      return left < right ? 1 : 0;
    case Operator::kLessOrEqual:
      return left <= right ? 1 : 0;
    case Operator::kGreater:
      return left > right ? 1 : 0;
    case Operator::kGreaterOrEqual:
      return left >= right ? 1 : 0;
    case Operator::kAnd:
      return left != 0 && right != 0 ? 1 : 0;
    case Operator::kOr:
      break;
  }
  return left != 0 || right != 0 ? 1 : 0;
}

Series empty_like(const Series& series) { return {series.id, series.label, series.period_seconds, {}}; }

Series combine_series(Operator operation, const Series& left, const Series& right, Context* context) {
  Series result = empty_like(left);
  result.period_seconds = std::min(left.period_seconds, right.period_seconds);
  auto l = left.points.begin();
  auto r = right.points.begin();
  while (l != left.points.end() || r != right.points.end()) {
    const bool has_left =
        l != left.points.end() && (r == right.points.end() || l->unix_seconds <= r->unix_seconds);
    const bool has_right =
        r != right.points.end() && (l == left.points.end() || r->unix_seconds <= l->unix_seconds);
    const std::int64_t time = has_left ? l->unix_seconds : r->unix_seconds;
    add_point(&result, time, combine_numbers(operation, has_left ? l->value : 0, has_right ? r->value : 0),
              context);
    l += has_left;
    r += has_right;
  }
  return result;
}

// `number` on the left, or on the right.
Series combine_with_number(Operator operation, const Series& series, double number, bool on_left,
                           Context* context) {
  Series result = empty_like(series);
  result.points.reserve(series.points.size());
  for (const Point& point : series.points) {
    add_point(&result, point.unix_seconds,
              on_left ? combine_numbers(operation, number, point.value)
                      : combine_numbers(operation, point.value, number),
              context);
  }
  return result;
}

// One of an array, on the left or the right.
Series combine_element(Operator operation, const Series& element, const Value& other, bool other_on_left,
                       Context* context) {
  if (const double* number = std::get_if<double>(&other))
    return combine_with_number(operation, element, *number, other_on_left, context);
  const Series& series = std::get<Series>(other);
  if (!other_on_left) return combine_series(operation, element, series, context);
  Series result = combine_series(operation, series, element, context);
  result.id = element.id;
  result.label = element.label;
  return result;
}

}  // namespace

base::Result<Value, MathError> combine(Operator operation, Value left, Value right, Context* context) {
  auto* left_number = std::get_if<double>(&left);
  auto* right_number = std::get_if<double>(&right);
  if (left_number != nullptr && right_number != nullptr)
    return Value(combine_numbers(operation, *left_number, *right_number));

  auto* left_array = std::get_if<SeriesArray>(&left);
  auto* right_array = std::get_if<SeriesArray>(&right);
  if (left_array != nullptr && right_array != nullptr)
    return wrong_operands(name_of(operation), {&left, &right});
  if (left_array != nullptr || right_array != nullptr) {
    SeriesArray* array = left_array != nullptr ? left_array : right_array;
    const Value& other = left_array != nullptr ? right : left;
    for (Series& element : *array)
      element = combine_element(operation, element, other, right_array != nullptr, context);
    return Value(std::move(*array));
  }

  const auto* left_series = std::get_if<Series>(&left);
  const auto* right_series = std::get_if<Series>(&right);
  if (left_series == nullptr)
    return Value(combine_with_number(operation, *right_series, *left_number, true, context));
  if (right_series == nullptr)
    return Value(combine_with_number(operation, *left_series, *right_number, false, context));
  return Value(combine_series(operation, *left_series, *right_series, context));
}

Value negate(Value value) {
  const auto negate_series = [](Series* series) {
    for (Point& point : series->points) point.value = -point.value;
  };
  if (auto* number = std::get_if<double>(&value)) *number = -*number;
  if (auto* series = std::get_if<Series>(&value)) negate_series(series);
  if (auto* array = std::get_if<SeriesArray>(&value))
    for (Series& series : *array) negate_series(&series);
  return value;
}

}  // namespace stator::monitoring::math
