#include "monitoring/math/if_function.h"

#include <cmath>
#include <limits>

#include "monitoring/math/expression.h"
#include "monitoring/math/operand_types.h"
#include "monitoring/math/time_functions.h"

namespace stator::monitoring::math {
namespace {

bool is_array(const Value& value) { return std::holds_alternative<SeriesArray>(value); }

// The values of one side, at times that ascend.
class Side {
 public:
  explicit Side(const Value* value) : value_(value) {
    if (value != nullptr) series_ = std::get_if<Series>(value);
    if (series_ != nullptr) next_ = series_->points.begin();
  }

  // False: there is no data point.
  bool value_at(std::int64_t time, double* value) {
    if (value_ == nullptr) return false;
    if (series_ == nullptr) {
      *value = std::get<double>(*value_);
      return true;
    }
    while (next_ != series_->points.end() && next_->unix_seconds < time) ++next_;
    if (next_ == series_->points.end() || next_->unix_seconds != time) return false;
    *value = next_->value;
    return true;
  }

 private:
  const Value* value_;
  const Series* series_ = nullptr;
  std::vector<Point>::const_iterator next_;
};

Series choose_at_each_point(const Series& condition, const Value& then, const Value* otherwise,
                            Context* context) {
  Series result{condition.id, condition.label, condition.period_seconds, {}};
  Side then_side(&then);
  Side else_side(otherwise);
  for (const Point& point : condition.points) {
    double value = 0;
    const bool is_true = point.value != 0;
    if ((is_true ? then_side : else_side).value_at(point.unix_seconds, &value) || is_true)
      add_point(&result, point.unix_seconds, value, context);
  }
  return result;
}

}  // namespace

base::Result<Value, MathError> if_function(const Value& condition, const Value& then, const Value* otherwise,
                                           Context* context) {
  if (is_array(condition) || is_array(then) || (otherwise != nullptr && is_array(*otherwise))) {
    return otherwise == nullptr ? wrong_operands(name_of(Function::kIf), {&condition, &then})
                                : wrong_operands(name_of(Function::kIf), {&condition, &then, otherwise});
  }
  if (const auto* series = std::get_if<Series>(&condition))
    return Value(choose_at_each_point(*series, then, otherwise, context));

  const double number = std::get<double>(condition);
  const bool gives_series = otherwise == nullptr || std::holds_alternative<Series>(then) ||
                            std::holds_alternative<Series>(*otherwise);
  if (!std::isfinite(number)) {  // there is no condition
    if (!gives_series) return Value(std::numeric_limits<double>::quiet_NaN());
    return Value(Series{{}, {}, context->period_seconds, {}});
  }
  const Value* chosen = number != 0 ? &then : otherwise;
  if (chosen == nullptr) return Value(Series{{}, {}, context->period_seconds, {}});
  if (gives_series && std::holds_alternative<double>(*chosen)) return time_series(*chosen, context);
  return *chosen;
}

}  // namespace stator::monitoring::math
