#include "monitoring/math/function_table.h"

#include <algorithm>
#include <array>

namespace stator::monitoring::math {
namespace {

constexpr FunctionRow kFunctions[] = {
    {"ABS", Function::kAbs, 1, 1},
    {"AVG", Function::kAvg, 1, 1},
    {"CEIL", Function::kCeil, 1, 1},
    {"DATAPOINT_COUNT", Function::kDatapointCount, 1, 1},
    {"DATE", Function::kDate, 1, 1},
    {"DAY", Function::kDay, 1, 1},
    {"DIFF", Function::kDiff, 1, 1},
    {"DIFF_TIME", Function::kDiffTime, 1, 1},
    {"EPOCH", Function::kEpoch, 1, 1},
    {"FILL", Function::kFill, 2, 2},
    {"FIRST", Function::kFirst, 1, 1},
    {"FLOOR", Function::kFloor, 1, 1},
    {"HOUR", Function::kHour, 1, 1},
    {"IF", Function::kIf, 2, 3},
    {"INSIGHT_RULE_METRIC", Function::kInsightRuleMetric, 2, 2},
    {"LAST", Function::kLast, 1, 1},
    {"LOG", Function::kLog, 1, 1},
    {"LOG10", Function::kLog10, 1, 1},
    {"MAX", Function::kMax, 1, 1},
    {"METRICS", Function::kMetrics, 0, 1},
    {"METRIC_COUNT", Function::kMetricCount, 1, 1},
    {"MIN", Function::kMin, 1, 1},
    {"MINUTE", Function::kMinute, 1, 1},
    {"MONTH", Function::kMonth, 1, 1},
    {"PERIOD", Function::kPeriod, 1, 1},
    {"RATE", Function::kRate, 1, 1},
    {"REMOVE_EMPTY", Function::kRemoveEmpty, 1, 1},
    {"RUNNING_SUM", Function::kRunningSum, 1, 1},
    {"SEARCH", Function::kSearch, 2, 3},
    {"SLICE", Function::kSlice, 2, 3},
    {"SORT", Function::kSort, 3, 4},
    {"STDDEV", Function::kStddev, 1, 1},
    {"SUM", Function::kSum, 1, 1},
    {"TIME_SERIES", Function::kTimeSeries, 1, 1},
    {"YEAR", Function::kYear, 1, 1},
};

constexpr std::array<std::string_view, 4> kUnsupported = {"ANOMALY_DETECTION_BAND", "DB_PERF_INSIGHTS",
                                                          "LAMBDA", "SERVICE_QUOTA"};

}  // namespace

const FunctionRow* find_function(std::string_view name) {
  const auto* row = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                 [&](const FunctionRow& r) { return r.name == name; });
  return row == std::end(kFunctions) ? nullptr : row;
}

std::string_view name_of(Function function) {
  const auto* row = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                 [&](const FunctionRow& r) { return r.function == function; });
  return row == std::end(kFunctions) ? std::string_view() : row->name;
}

bool is_unsupported_function(std::string_view name) {
  return std::find(kUnsupported.begin(), kUnsupported.end(), name) != kUnsupported.end();
}

bool is_order_of_sort(Function function) {
  return function == Function::kAvg || function == Function::kMin || function == Function::kMax ||
         function == Function::kSum;
}

}  // namespace stator::monitoring::math
