#include "monitoring/math/time_functions.h"

#include <chrono>

#include "monitoring/math/grid.h"
#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

double part_of_time(Function function, std::int64_t unix_seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  switch (function) {
    case Function::kMinute:
      return static_cast<double>((time - day) / std::chrono::minutes(1) % 60);
    case Function::kHour:
      return static_cast<double>((time - day) / std::chrono::hours(1));
    case Function::kDay:
      return std::chrono::weekday(day).iso_encoding();
    case Function::kDate:
      return static_cast<unsigned>(date.day());
    case Function::kMonth:
      return static_cast<unsigned>(date.month());
    case Function::kYear:
      return static_cast<int>(date.year());
    default:
      return static_cast<double>(unix_seconds);
  }
}

}  // namespace

bool is_time_function(Function function) {
  switch (function) {
    case Function::kMinute:
    case Function::kHour:
    case Function::kDay:
    case Function::kDate:
    case Function::kMonth:
    case Function::kYear:
    case Function::kEpoch:
      return true;
    default:
      return false;
  }
}

base::Result<Value, MathError> apply_to_times(Function function, const Value& argument,
                                              const Context& context) {
  const auto* series = std::get_if<Series>(&argument);
  if (series == nullptr) return wrong_operands(name_of(function), {&argument});
  Series result{series->id, series->label, series->period_seconds, {}};
  const Grid grid = grid_of(*series, context);
  for (std::size_t i = 0; i < grid.size; ++i)
    result.points.push_back({grid.at(i), part_of_time(function, grid.at(i))});
  return Value(std::move(result));
}

base::Result<Value, MathError> time_series(const Value& argument, Context* context) {
  const auto* number = std::get_if<double>(&argument);
  if (number == nullptr) return wrong_operands(name_of(Function::kTimeSeries), {&argument});
  Series result{{}, {}, context->period_seconds, {}};
  const Grid grid = grid_of(*context);
  for (std::size_t i = 0; i < grid.size; ++i) add_point(&result, grid.at(i), *number, context);
  return Value(std::move(result));
}

}  // namespace stator::monitoring::math
