// A math expression that was parsed: what the parser gives to the evaluation. Values, not thread-safe;
// immutable once parsed, so threads may share one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "monitoring/math/search_expression.h"

namespace stator::monitoring::math {

enum class Operator : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
};

// How it is written: "==".
std::string_view name_of(Operator operation);

enum class Function : std::uint8_t {
  kAbs,
  kAvg,
  kCeil,
  kDatapointCount,
  kDate,
  kDay,
  kDiff,
  kDiffTime,
  kEpoch,
  kFill,
  kFirst,
  kFloor,
  kHour,
  kIf,
  kInsightRuleMetric,
  kLast,
  kLog,
  kLog10,
  kMax,
  kMetricCount,
  kMetrics,
  kMin,
  kMinute,
  kMonth,
  kPeriod,
  kRate,
  kRemoveEmpty,
  kRunningSum,
  kSearch,
  kSlice,
  kSort,
  kStddev,
  kSum,
  kTimeSeries,
  kYear,
};

// How it is written: "DATAPOINT_COUNT".
std::string_view name_of(Function function);

enum class FillMode : std::uint8_t { kValue, kRepeat, kLinear };

// A call of SEARCH, to be answered by the caller before the expression is evaluated.
struct Search {
  SearchExpression query;
  std::string statistic;                       // not checked here
  std::optional<std::int64_t> period_seconds;  // above 0
};

// A call of INSIGHT_RULE_METRIC, to be answered by the caller, too. The names are not checked here.
struct InsightMetric {
  std::string rule;
  std::string metric;
};

// The steps of an expression work on a stack of values: each takes its operands from there, the last one on
// top, and puts its result there.
struct PushNumber {
  double number = 0;
};
struct PushReference {
  std::string id;
};
struct PushPeriod {
  std::string id;
};
struct PushMetrics {
  std::string part_of_id;
};
struct PushSearch {
  std::size_t index = 0;  // in Expression::searches
};
struct PushInsight {
  std::size_t index = 0;  // in Expression::insights
};
struct MakeArray {
  std::size_t size = 0;
};
struct Negate {};
struct Combine {
  Operator operation = Operator::kAdd;
};
struct Call {
  Function function = Function::kAbs;
  std::size_t arguments = 0;
};
struct Fill {
  FillMode mode = FillMode::kValue;  // kValue: the value is on top
};
struct Sort {
  Function by = Function::kAvg;  // AVG, MIN, MAX or SUM
  bool descending = false;
  bool limited = false;  // the limit is on top
};
using Step = std::variant<PushNumber, PushReference, PushPeriod, PushMetrics, PushSearch, PushInsight,
                          MakeArray, Negate, Combine, Call, Fill, Sort>;

struct Expression {
  std::vector<Step> steps;              // not empty; they leave one value
  std::vector<std::string> references;  // the ids in it, each once, in the order of their first mention
  bool uses_metrics = false;            // METRICS()
  std::vector<Search> searches;
  std::vector<InsightMetric> insights;
};

}  // namespace stator::monitoring::math
