// The functions of math expressions: names and numbers of arguments. Pure.
// Source: CloudWatch user guide, using-metric-math, "Functions supported for metric math".
#pragma once

#include <cstddef>
#include <string_view>

#include "monitoring/math/expression.h"

namespace stator::monitoring::math {

struct FunctionRow {
  std::string_view name;
  Function function;
  std::size_t min_arguments;  // of those without a syntax of their own in the parser
  std::size_t max_arguments;
};

// Null: there is none of this name, or it is not supported.
const FunctionRow* find_function(std::string_view name);

// What CloudWatch has, but not this server.
bool is_unsupported_function(std::string_view name);

// May SORT go by it? AVG, MIN, MAX, SUM.
bool is_order_of_sort(Function function);

}  // namespace stator::monitoring::math
