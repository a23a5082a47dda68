// What is known of an alarm, and what can go wrong with one. Composite alarms, and those on anomaly detection
// and queries of logs, are not supported.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/protocol/shape.h"
#include "base/result.h"
#include "monitoring/alarms/alarm_evaluation.h"
#include "monitoring/metric.h"

namespace stator::monitoring::alarms {

// AWS's limits.
inline constexpr std::int64_t kMaxShortSpanSeconds = 86'400;  // N periods, where one is below an hour
inline constexpr std::int64_t kMaxSpanSeconds = 604'800;      // N periods of an hour and more
inline constexpr std::int64_t kHourSeconds = 3600;
inline constexpr std::size_t kMaxActions = 5;  // of each state
inline constexpr std::size_t kMaxTags = 50;
inline constexpr std::size_t kMaxNames = 100;        // of one request
inline constexpr std::size_t kMaxAlarmMetrics = 10;  // that an expression is made of
inline constexpr std::size_t kMaxAlarmQueries = 20;  // metrics and expressions together; assumed
// Our own: actions of one alarm that wait because they could not run. Of more, the oldest are given up.
inline constexpr std::size_t kMaxPending = 50;
inline constexpr std::int64_t kHistoryMillis = 30LL * 24 * 3600 * 1000;

// In the order of the enumerations.
inline constexpr std::string_view kStates[] = {"OK", "ALARM", "INSUFFICIENT_DATA"};
inline constexpr std::string_view kComparisons[] = {
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
};
inline constexpr std::string_view kMissingDatas[] = {"missing", "ignore", "breaching", "notBreaching"};

struct MetricStat {
  Metric metric;
  std::int64_t period_seconds = 0;
  std::string statistic;
  std::string unit;  // empty: any
};

// One of the Metrics of an alarm on an expression.
struct MetricQuery {
  std::string id;
  std::optional<MetricStat> stat;  // or an expression
  std::string expression;
  std::optional<std::string> label;
  std::optional<bool> returns_data;  // nothing: true
  std::optional<std::int64_t> period_seconds;
  std::optional<std::string> account;
};

// What PutMetricAlarm sets.
struct Configuration {
  std::string name;
  std::optional<std::string> description;
  bool actions_enabled = true;
  std::vector<std::string> ok_actions;
  std::vector<std::string> alarm_actions;
  std::vector<std::string> insufficient_data_actions;
  std::optional<MetricStat> stat;  // or queries
  std::vector<MetricQuery> queries;
  std::int64_t periods = 1;              // EvaluationPeriods
  std::optional<std::int64_t> to_alarm;  // DatapointsToAlarm
  double threshold = 0;
  aws::protocol::Enum<Comparison> comparison = Comparison::kGreaterThanThreshold;
  std::optional<aws::protocol::Enum<MissingData>> missing;  // nothing: what the metric's namespace suggests
  std::optional<std::string> low_samples;                   // "evaluate" or "ignore"
};

// 10, 20, 30 or a multiple of 60.
bool is_period(std::int64_t seconds);
// Nothing for another name, and for "".
std::optional<Unit> unit_of(std::string_view name);

// The metric that decides, where it is one that is stored; nullptr for an expression.
const MetricStat* watched(const Configuration& configuration);
// Of the datapoints; 60 where an expression does not say.
std::int64_t period_of(const Configuration& configuration);
Rules rules_of(const Configuration& configuration);
// Those that run when the alarm enters the state.
const std::vector<std::string>& actions_of(const Configuration& configuration, State state);
// Why AWS would refuse it: a text for the user. Nothing: it is fine.
std::optional<std::string> problem_of(const Configuration& configuration);

struct StateRecord {
  aws::protocol::Enum<State> value = State::kInsufficientData;
  std::string reason;
  std::string reason_data;               // JSON; empty: none
  std::int64_t updated_millis = 0;       // StateUpdatedTimestamp
  std::int64_t transitioned_millis = 0;  // StateTransitionedTimestamp
};

// An action that a change of state has brought about, until it has run.
struct PendingAction {
  std::string arn;
  std::string event;  // JSON
  std::int64_t state_millis = 0;

  bool operator==(const PendingAction&) const = default;
};

struct Alarm {
  std::string id;  // a UUID, of its metric in events
  Configuration configuration;
  std::int64_t configured_millis = 0;
  StateRecord state;
  aws::protocol::Map<std::string> tags;
  std::vector<PendingAction> pending;
};

// "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:name".
std::string alarm_arn(const Scope& scope, std::string_view name);

enum class HistoryKind : std::uint8_t { kConfigurationUpdate, kStateUpdate, kAction };
inline constexpr std::string_view kHistoryKinds[] = {"ConfigurationUpdate", "StateUpdate", "Action"};

struct HistoryItem {
  std::string alarm_name;
  std::int64_t millis = 0;
  aws::protocol::Enum<HistoryKind> kind = HistoryKind::kConfigurationUpdate;
  std::string summary;
  std::string data;  // JSON
};

enum class FailureKind : std::uint8_t {
  kNoAlarm,  // message: which
  kInvalid,  // message says what
  kTooManyTags,
  kBadJson,  // of SetAlarmState's StateReasonData
  kBusy,     // retryable
  kInternal,
};
struct Failure {
  FailureKind kind = FailureKind::kInternal;
  std::string message = {};
};
template <typename T>
using Result = base::Result<T, Failure>;

}  // namespace stator::monitoring::alarms
