// The shapes of CloudWatch's alarms.
#pragma once

#include "monitoring/alarms/alarm.h"
#include "services/cloudwatch/shapes/metrics.h"
#include "services/cloudwatch/shapes/tags.h"

namespace stator::services::cloudwatch {

using monitoring::alarms::HistoryKind;
using monitoring::alarms::State;

// The first ones are monitoring::alarms::Comparison; those behind them are of anomaly detection.
enum class ComparisonOperator {};
enum class AlarmType { kCompositeAlarm, kMetricAlarm, kLogAlarm };
enum class HistoryOrder { kDescending, kAscending };

struct PutMetricAlarmRequest {
  std::optional<std::string> alarm_name;
  std::optional<std::string> alarm_description;
  std::optional<bool> actions_enabled;
  std::optional<std::vector<std::string>> ok_actions;
  std::optional<std::vector<std::string>> alarm_actions;
  std::optional<std::vector<std::string>> insufficient_data_actions;
  std::optional<std::string> metric_name;
  std::optional<std::string> name_space;
  std::optional<Enum<SimpleStatistic>> statistic;
  std::optional<std::string> extended_statistic;
  std::optional<std::vector<DimensionShape>> dimensions;
  std::optional<std::int64_t> period;
  std::optional<Enum<StandardUnit>> unit;
  std::optional<std::int64_t> evaluation_periods;
  std::optional<std::int64_t> datapoints_to_alarm;
  std::optional<double> threshold;
  std::optional<Enum<ComparisonOperator>> comparison_operator;
  std::optional<std::string> treat_missing_data;
  std::optional<std::string> evaluate_low_sample_count_percentile;
  std::optional<std::vector<MetricDataQuery>> metrics;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::string> threshold_metric_id;
};

struct MetricAlarmShape {
  std::string alarm_name;
  std::string alarm_arn;
  std::optional<std::string> alarm_description;
  Timestamp alarm_configuration_updated_timestamp;
  bool actions_enabled = true;
  std::vector<std::string> ok_actions;
  std::vector<std::string> alarm_actions;
  std::vector<std::string> insufficient_data_actions;
  Enum<State> state_value;
  std::string state_reason;
  std::optional<std::string> state_reason_data;
  Timestamp state_updated_timestamp;
  std::optional<std::string> metric_name;
  std::optional<std::string> name_space;
  std::optional<std::string> statistic;
  std::optional<std::string> extended_statistic;
  std::vector<DimensionShape> dimensions;
  std::optional<std::int64_t> period;
  std::optional<std::string> unit;
  std::int64_t evaluation_periods = 0;
  std::optional<std::int64_t> datapoints_to_alarm;
  double threshold = 0;
  std::string comparison_operator;
  std::optional<std::string> treat_missing_data;
  std::optional<std::string> evaluate_low_sample_count_percentile;
  std::optional<std::vector<MetricDataQuery>> metrics;
  Timestamp state_transitioned_timestamp;
};

// None are ever listed: this server has no composite alarms.
struct CompositeAlarmShape {
  std::string alarm_name;
};

struct DescribeAlarmsRequest {
  std::optional<std::vector<std::string>> alarm_names;
  std::optional<std::string> alarm_name_prefix;
  std::optional<std::vector<Enum<AlarmType>>> alarm_types;
  std::optional<std::string> children_of_alarm_name;
  std::optional<std::string> parents_of_alarm_name;
  std::optional<Enum<State>> state_value;
  std::optional<std::string> action_prefix;
  std::optional<std::int64_t> max_records;
  std::optional<std::string> next_token;
};
struct DescribeAlarmsResponse {
  std::vector<CompositeAlarmShape> composite_alarms;
  std::vector<MetricAlarmShape> metric_alarms;
  std::optional<std::string> next_token;
};

struct DescribeAlarmsForMetricRequest {
  std::optional<std::string> metric_name;
  std::optional<std::string> name_space;
  std::optional<Enum<SimpleStatistic>> statistic;
  std::optional<std::string> extended_statistic;
  std::optional<std::vector<DimensionShape>> dimensions;
  std::optional<std::int64_t> period;
  std::optional<Enum<StandardUnit>> unit;
};
struct DescribeAlarmsForMetricResponse {
  std::vector<MetricAlarmShape> metric_alarms;
};

struct AlarmNamesRequest {  // of DeleteAlarms, EnableAlarmActions and DisableAlarmActions
  std::optional<std::vector<std::string>> alarm_names;
};

struct SetAlarmStateRequest {
  std::optional<std::string> alarm_name;
  std::optional<Enum<State>> state_value;
  std::optional<std::string> state_reason;
  std::optional<std::string> state_reason_data;
};

struct DescribeAlarmHistoryRequest {
  std::optional<std::string> alarm_name;
  std::optional<std::vector<Enum<AlarmType>>> alarm_types;
  std::optional<Enum<HistoryKind>> history_item_type;
  std::optional<Timestamp> start_date;
  std::optional<Timestamp> end_date;
  std::optional<std::int64_t> max_records;
  std::optional<std::string> next_token;
  std::optional<Enum<HistoryOrder>> scan_by;
};
struct AlarmHistoryItem {
  std::string alarm_name;
  Enum<AlarmType> alarm_type = AlarmType::kMetricAlarm;
  Timestamp timestamp;
  Enum<HistoryKind> history_item_type;
  std::string history_summary;
  std::string history_data;
};
struct DescribeAlarmHistoryResponse {
  std::vector<AlarmHistoryItem> alarm_history_items;
  std::optional<std::string> next_token;
};

struct TagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::vector<Tag>> tags;
};
struct UntagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::vector<std::string>> tag_keys;
};
struct ListTagsForResourceRequest {
  std::optional<std::string> resource_arn;
};
struct ListTagsForResourceResponse {
  std::vector<Tag> tags;
};
struct EmptyResponse {};

// In the order of Enum<ComparisonOperator>.
extern const std::span<const std::string_view> kComparisonOperators;

extern const Structure kPutMetricAlarmInput;
extern const Structure kDescribeAlarmsInput;
extern const Structure kDescribeAlarmsOutput;
extern const Structure kDescribeAlarmsForMetricInput;
extern const Structure kDescribeAlarmsForMetricOutput;
extern const Structure kAlarmNamesInput;
extern const Structure kSetAlarmStateInput;
extern const Structure kDescribeAlarmHistoryInput;
extern const Structure kDescribeAlarmHistoryOutput;
extern const Structure kTagResourceInput;
extern const Structure kUntagResourceInput;
extern const Structure kListTagsForResourceInput;
extern const Structure kListTagsForResourceOutput;
extern const Structure kEmptyOutput;

}  // namespace stator::services::cloudwatch
