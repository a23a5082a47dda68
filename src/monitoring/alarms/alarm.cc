#include "monitoring/alarms/alarm.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "monitoring/alarms/alarm_queries.h"
#include "monitoring/alarms/messages.h"
#include "monitoring/statistic.h"

namespace stator::monitoring::alarms {

namespace {

constexpr std::int64_t kShortPeriods[] = {10, 20, 30};
constexpr std::int64_t kMinuteSeconds = 60;
// "Alarms that evaluate metrics in the AWS/DynamoDB namespace ignore missing data by default" (user guide,
// 2026, Japanese edition). The API reference says "always ... even if you choose a different option", but
// users' alarms of 2026 with notBreaching do turn OK without data.
constexpr std::string_view kIgnoringNamespace = "AWS/DynamoDB";

// "p99.9" -> 0.999.
std::optional<double> percentile_of(std::string_view statistic) {
  if (statistic.size() < 2 || (statistic[0] != 'p' && statistic[0] != 'P')) return std::nullopt;
  double percent = 0;
  const auto [end, error] =
      std::from_chars(statistic.data() + 1, statistic.data() + statistic.size(), percent);
  if (error != std::errc{} || end != statistic.data() + statistic.size()) return std::nullopt;
  return percent / 100;
}

MissingData missing_of(const Configuration& configuration) {
  if (configuration.missing) return configuration.missing->get();
  const MetricStat* const stat = watched(configuration);
  const bool ignores = stat != nullptr && stat->metric.name_space == kIgnoringNamespace;
  return ignores ? MissingData::kIgnore : MissingData::kMissing;
}

const MetricQuery* returning(const std::vector<MetricQuery>& queries) {
  const auto found = std::find_if(queries.begin(), queries.end(),
                                  [](const MetricQuery& query) { return query.returns_data.value_or(true); });
  return found == queries.end() ? nullptr : &*found;
}

}  // namespace

bool is_period(std::int64_t seconds) {
  return std::find(std::begin(kShortPeriods), std::end(kShortPeriods), seconds) != std::end(kShortPeriods) ||
         (seconds > 0 && seconds % kMinuteSeconds == 0);
}

std::optional<Unit> unit_of(std::string_view name) {
  const auto found = std::find(std::begin(kUnits), std::end(kUnits), name);
  if (found == std::end(kUnits)) return std::nullopt;
  return static_cast<Unit>(found - std::begin(kUnits));
}

const MetricStat* watched(const Configuration& configuration) {
  if (configuration.stat) return &*configuration.stat;
  const MetricQuery* const query = returning(configuration.queries);
  return query != nullptr && query->stat ? &*query->stat : nullptr;
}

std::int64_t period_of(const Configuration& configuration) {
  if (const MetricStat* const stat = watched(configuration)) return stat->period_seconds;
  const MetricQuery* const query = returning(configuration.queries);
  if (query != nullptr && query->period_seconds) return *query->period_seconds;
  // Of the metrics that go into the expression: they all have the same.
  for (const MetricQuery& one : configuration.queries)
    if (one.stat) return one.stat->period_seconds;
  return kMinuteSeconds;
}

Rules rules_of(const Configuration& configuration) {
  Rules rules;
  rules.comparison = configuration.comparison.get();
  rules.threshold = configuration.threshold;
  rules.period_seconds = period_of(configuration);
  rules.periods = static_cast<std::size_t>(configuration.periods);
  if (configuration.to_alarm) rules.to_alarm = static_cast<std::size_t>(*configuration.to_alarm);
  rules.missing = missing_of(configuration);
  if (configuration.stat) {
    rules.statistic = configuration.stat->statistic;
    rules.unit = configuration.stat->unit;
    if (configuration.low_samples == "ignore")
      rules.significant_percentile = percentile_of(configuration.stat->statistic);
  }
  return rules;
}

const std::vector<std::string>& actions_of(const Configuration& configuration, State state) {
  switch (state) {
    case State::kOk:
      return configuration.ok_actions;
    case State::kAlarm:
      return configuration.alarm_actions;
    case State::kInsufficientData:
      break;
  }
  return configuration.insufficient_data_actions;
}

std::optional<std::string> problem_of(const Configuration& configuration) {
  if (configuration.to_alarm.value_or(0) > configuration.periods) return messages::kTooManyToAlarm;
  if (configuration.stat) {
    if (!Statistic::parse(configuration.stat->statistic))
      return fmt::format(messages::kBadStatistic, configuration.stat->statistic);
  } else if (auto queries = parse_queries(configuration.queries); !queries.ok()) {
    return std::move(queries).error();
  }
  const std::int64_t period = period_of(configuration);
  if (!is_period(period)) return messages::kBadPeriod;
  // Divided, since a product may be too large.
  if (period < kHourSeconds && configuration.periods > kMaxShortSpanSeconds / period)
    return messages::kMoreThanADay;
  if (configuration.periods > kMaxSpanSeconds / period) return messages::kMoreThanAWeek;
  return std::nullopt;
}

std::string alarm_arn(const Scope& scope, std::string_view name) {
  return fmt::format("arn:aws:cloudwatch:{}:{}:alarm:{}", scope.region, scope.account, name);
}

}  // namespace stator::monitoring::alarms
