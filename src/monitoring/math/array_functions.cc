#include "monitoring/math/array_functions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "monitoring/math/aggregates.h"
#include "monitoring/math/operand_types.h"

namespace stator::monitoring::math {
namespace {

// A place in an array of `size`, or its end.
std::size_t index_within(double number, std::size_t size) {
  if (!(number > 0)) return 0;  // and NaN
  return number >= static_cast<double>(size) ? size : static_cast<std::size_t>(number);
}

base::Result<Value, MathError> slice(SeriesArray array, const std::vector<Value>& arguments) {
  std::size_t places[] = {0, array.size()};
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const auto* number = std::get_if<double>(&arguments[i]);
    if (number == nullptr) return wrong_operands(name_of(Function::kSlice), {&arguments[i]});
    places[i - 1] = index_within(*number, array.size());
  }
  SeriesArray part;
  for (std::size_t i = places[0]; i < places[1]; ++i) part.push_back(std::move(array[i]));
  return Value(std::move(part));
}

}  // namespace

bool is_array_function(Function function) {
  return function == Function::kFirst || function == Function::kLast || function == Function::kMetricCount ||
         function == Function::kRemoveEmpty || function == Function::kSlice;
}

base::Result<Value, MathError> apply_to_array(Function function, std::vector<Value> arguments,
                                              const Context& context) {
  auto* array = std::get_if<SeriesArray>(&arguments[0]);
  if (array == nullptr) return wrong_operands(name_of(function), {&arguments[0]});
  switch (function) {
    case Function::kMetricCount:
      return Value(static_cast<double>(array->size()));
    case Function::kRemoveEmpty:
      std::erase_if(*array, [](const Series& series) { return series.points.empty(); });
      return Value(std::move(*array));
    case Function::kSlice:
      return slice(std::move(*array), arguments);
    default:
      break;
  }
  if (array->empty()) return Value(Series{{}, {}, context.period_seconds, {}});
  return Value(std::move(function == Function::kFirst ? array->front() : array->back()));
}

base::Result<Value, MathError> sort(const Sort& how, Value array, const Value* limit) {
  auto* series = std::get_if<SeriesArray>(&array);
  const auto* most = limit == nullptr ? nullptr : std::get_if<double>(limit);
  if (series == nullptr) return wrong_operands(name_of(Function::kSort), {&array});
  if (limit != nullptr && most == nullptr) return wrong_operands(name_of(Function::kSort), {&array, limit});

  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < series->size(); ++i) {
    const Series& one = (*series)[i];
    // In descending order by the negative number: what does not exist is last either way.
    const double key = one.points.empty() ? HUGE_VAL : aggregate(how.by, one) * (how.descending ? -1 : 1);
    order.emplace_back(std::isnan(key) ? HUGE_VAL : key, i);
  }
  std::sort(order.begin(), order.end());
  if (most != nullptr) order.resize(index_within(*most, order.size()));

  SeriesArray sorted;
  for (const auto& [key, index] : order) sorted.push_back(std::move((*series)[index]));
  return Value(std::move(sorted));
}

}  // namespace stator::monitoring::math
