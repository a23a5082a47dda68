#include "monitoring/math/fill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "monitoring/math/grid.h"
#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double value_at(const Series& series, std::int64_t time) {
  const auto point = std::lower_bound(series.points.begin(), series.points.end(), time,
                                      [](const Point& p, std::int64_t t) { return p.unix_seconds < t; });
  return point != series.points.end() && point->unix_seconds == time ? point->value : kNone;
}

// The value of a time between two points; either may be missing.
double between(FillMode mode, std::int64_t time, const Point* before, const Point* after) {
  if (before == nullptr) return kNone;
  if (mode == FillMode::kRepeat) return before->value;
  if (after == nullptr) return kNone;
  const double part = static_cast<double>(time - before->unix_seconds) /
                      static_cast<double>(after->unix_seconds - before->unix_seconds);
  return before->value * (1 - part) + after->value * part;
}

class Filler {
 public:
  Filler(FillMode mode, const Value* value) : mode_(mode), value_(value) {}

  double operator()(std::int64_t time, const Point* before, const Point* after) const {
    if (mode_ != FillMode::kValue) return between(mode_, time, before, after);
    if (const auto* number = std::get_if<double>(value_)) return *number;
    return value_at(std::get<Series>(*value_), time);
  }

 private:
  FillMode mode_;
  const Value* value_;
};

Series fill_series(const Series& series, const Filler& filler, const Context& context) {
  Series result{series.id, series.label, series.period_seconds, {}};
  const Grid grid = grid_of(series, context);
  auto next = series.points.begin();
  for (std::size_t i = 0; i < grid.size; ++i) {
    const std::int64_t time = grid.at(i);
    // Those that do not keep step stay as well.
    while (next != series.points.end() && next->unix_seconds < time) result.points.push_back(*next++);
    if (next != series.points.end() && next->unix_seconds == time) {
      result.points.push_back(*next++);
      continue;
    }
    const double value = filler(time, next == series.points.begin() ? nullptr : &next[-1],
                                next == series.points.end() ? nullptr : &*next);
    if (std::isfinite(value)) result.points.push_back({time, value});
  }
  result.points.insert(result.points.end(), next, series.points.end());
  return result;
}

}  // namespace

base::Result<Value, MathError> fill(FillMode mode, Value argument, const Value* filler, Context* context) {
  if (std::holds_alternative<double>(argument) ||
      (filler != nullptr && std::holds_alternative<SeriesArray>(*filler))) {
    return filler == nullptr ? wrong_operands(name_of(Function::kFill), {&argument})
                             : wrong_operands(name_of(Function::kFill), {&argument, filler});
  }
  // A number that does not exist fills nothing.
  if (filler != nullptr) {
    const auto* number = std::get_if<double>(filler);
    if (number != nullptr && !std::isfinite(*number)) {
      context->dropped_points = true;
      return argument;
    }
  }
  const Filler with(mode, filler);
  if (const auto* series = std::get_if<Series>(&argument)) return Value(fill_series(*series, with, *context));
  for (Series& series : std::get<SeriesArray>(argument)) series = fill_series(series, with, *context);
  return argument;
}

}  // namespace stator::monitoring::math
