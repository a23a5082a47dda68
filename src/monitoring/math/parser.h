// Parses math expressions, as GetMetricData's `Expression` takes them: `100 * errors / requests`. Pure.
// Source: CloudWatch user guide, "Using metric math" (using-metric-math). Precedence, which the guide leaves
// open, is the usual one: ^ (from the right), unary -, * /, + -, comparisons, AND, OR.
#pragma once

#include <string_view>

#include "base/result.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"

namespace stator::monitoring::math {

inline constexpr std::size_t kMaxExpressionCharacters = 2048;  // MetricExpression of the API
inline constexpr std::size_t kMaxDepth = 256;                  // of parentheses, calls, signs; our own

// Functions and their numbers of arguments are checked here, whether ids exist and have the right type when
// the expression is evaluated. What CloudWatch has and this server has not (ANOMALY_DETECTION_BAND,
// DB_PERF_INSIGHTS, LAMBDA, SERVICE_QUOTA, queries that begin with SELECT) is
// kNotSupported.
base::Result<Expression, MathError> parse(std::string_view text);

// May a metric or an expression have this id? 1 to 255 letters, digits and underscores, the first one a
// lower-case letter (MetricDataQuery in the API reference).
bool is_valid_id(std::string_view id);

}  // namespace stator::monitoring::math
