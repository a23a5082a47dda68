// In which order the expressions of a request can be evaluated. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

// A query of a request.
struct Query {
  std::string_view id;                     // unlike all others
  const Expression* expression = nullptr;  // null: a metric
};

struct OrderError {
  std::size_t index = 0;  // of the query that it is about
  MathError error;
};

// The indexes of all queries: metrics first, then each expression after what it refers to, otherwise in the
// order of the request. The error: an id that no query has, or expressions that need each other (or
// themselves).
base::Result<std::vector<std::size_t>, OrderError> evaluation_order(std::span<const Query> queries);

// The text that GetMetricData has for an error in an expression.
std::string text_of_error(std::string_view id, const MathError& error);

}  // namespace stator::monitoring::math
