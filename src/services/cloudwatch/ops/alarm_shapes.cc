#include "services/cloudwatch/ops/alarm_shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "aws/arn.h"
#include "messages/requests.h"
#include "monitoring/statistic.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

namespace alarms = monitoring::alarms;

constexpr std::string_view kLowSamples[] = {"evaluate", "ignore"};

aws::Error missing_parameter(std::string_view name) {
  return invalid_request(fmt::format(messages::kMustNotBeNull, name));
}

// Its place in the list.
aws::Result<std::size_t> word_of(std::string_view text, std::string_view name,
                                 std::span<const std::string_view> words) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end())
    return invalid_request(fmt::format(messages::kNotAWord, text, name, fmt::join(words, " | ")));
  return static_cast<std::size_t>(found - words.begin());
}

aws::Result<std::vector<std::string>> actions_of(const aws::RequestContext& context,
                                                 std::optional<std::vector<std::string>>& actions) {
  if (!actions) return std::vector<std::string>();
  for (const std::string& action : *actions) {
    const auto arn = aws::parse_arn(action);
    if (!arn) return invalid_request(fmt::format(messages::kBadAction, action));
    if (!arn->region.empty() && arn->region != context.region && !context.shared_data)
      return invalid_request(fmt::format(messages::kActionElsewhere, arn->region, context.region));
  }
  return std::move(*actions);
}

aws::Result<alarms::MetricStat> stat_of(const PutMetricAlarmRequest& request) {
  if (!request.name_space) return missing_parameter("Namespace");
  if (!request.period) return missing_parameter("Period");
  alarms::MetricStat stat;
  stat.metric = {*request.name_space, *request.metric_name, dimensions_of(request.dimensions)};
  stat.period_seconds = *request.period;
  STATOR_ASSIGN(stat.statistic, statistic_of(request.statistic, request.extended_statistic));
  if (stat.statistic.empty()) return missing_parameter("Statistic");
  stat.unit = unit_name_of(request.unit);
  return stat;
}

alarms::MetricQuery query_of(MetricDataQuery& shape) {
  alarms::MetricQuery query;
  query.id = std::move(*shape.id);
  if (shape.metric_stat) {
    const MetricStat& stat = *shape.metric_stat;
    query.stat =
        alarms::MetricStat{metric_of(*stat.metric), *stat.period, *stat.stat, unit_name_of(stat.unit)};
  }
  query.expression = shape.expression.value_or("");
  query.label = std::move(shape.label);
  query.returns_data = shape.return_data;
  query.period_seconds = shape.period;
  query.account = std::move(shape.account_id);
  return query;
}

aws::Result<base::Ok> set_metric(PutMetricAlarmRequest& request, alarms::Configuration* configuration) {
  if (!request.metrics) {
    if (!request.metric_name) return missing_parameter("MetricName");
    STATOR_ASSIGN(configuration->stat, stat_of(request));
    return base::Ok{};
  }
  const std::pair<const char*, bool> others[] = {
      {"MetricName", request.metric_name.has_value()},
      {"Namespace", request.name_space.has_value()},
      {"Dimensions", request.dimensions && !request.dimensions->empty()},
      {"Period", request.period.has_value()},
      {"Unit", request.unit.has_value()},
      {"Statistic", request.statistic.has_value()},
      {"ExtendedStatistic", request.extended_statistic.has_value()},
  };
  for (const auto& [name, given] : others)
    if (given) return invalid_request(fmt::format(messages::kNotWithMetrics, name));
  for (MetricDataQuery& query : *request.metrics) configuration->queries.push_back(query_of(query));
  return base::Ok{};
}

std::optional<Enum<StandardUnit>> unit_shape_of(const std::string& name) {
  const auto found = std::find(std::begin(monitoring::kUnits), std::end(monitoring::kUnits), name);
  if (found == std::end(monitoring::kUnits)) return std::nullopt;
  return static_cast<StandardUnit>(found - std::begin(monitoring::kUnits));
}

MetricDataQuery shape_of(alarms::MetricQuery query) {
  MetricDataQuery shape;
  shape.id = std::move(query.id);
  if (query.stat) {
    MetricStat& stat = shape.metric_stat.emplace();
    stat.metric = cloudwatch::shape_of(std::move(query.stat->metric));
    stat.period = query.stat->period_seconds;
    stat.stat = std::move(query.stat->statistic);
    stat.unit = unit_shape_of(query.stat->unit);
  }
  if (!query.expression.empty()) shape.expression = std::move(query.expression);
  shape.label = std::move(query.label);
  shape.return_data = query.returns_data;
  shape.period = query.period_seconds;
  shape.account_id = std::move(query.account);
  return shape;
}

void show_stat(alarms::MetricStat stat, MetricAlarmShape* shape) {
  shape->metric_name = std::move(stat.metric.name);
  shape->name_space = std::move(stat.metric.name_space);
  const auto statistic = monitoring::Statistic::parse(stat.statistic);
  (statistic && statistic->is_simple() ? shape->statistic : shape->extended_statistic) =
      std::move(stat.statistic);
  for (monitoring::Dimension& dimension : stat.metric.dimensions)
    shape->dimensions.push_back({std::move(dimension.name), std::move(dimension.value)});
  shape->period = stat.period_seconds;
  if (!stat.unit.empty()) shape->unit = std::move(stat.unit);
}

}  // namespace

aws::Result<std::string> statistic_of(const std::optional<Enum<SimpleStatistic>>& simple,
                                      const std::optional<std::string>& extended) {
  if (simple && extended)
    return invalid_request(fmt::format(messages::kBothGiven, "Statistic", "ExtendedStatistic"));
  if (simple) return std::string(kStatisticNames[simple->index]);
  return extended.value_or("");
}

std::string unit_name_of(const std::optional<Enum<StandardUnit>>& unit) {
  return unit ? std::string(monitoring::kUnits[unit->index]) : "";
}

aws::Result<alarms::Configuration> configuration_of(const aws::RequestContext& context,
                                                    PutMetricAlarmRequest& request) {
  if (request.threshold && request.threshold_metric_id) return invalid_request(messages::kTwoThresholds);
  const auto comparison = static_cast<std::size_t>(request.comparison_operator->index);
  if (request.threshold_metric_id || comparison >= std::size(alarms::kComparisons))
    return invalid_request(messages::kNoAnomalyDetection);
  if (!request.threshold) return missing_parameter("Threshold");
  if (!std::isfinite(*request.threshold)) {
    return invalid_request(fmt::format(stator::messages::kParameterInvalid, *request.threshold, "Threshold"));
  }
  alarms::Configuration configuration;
  STATOR_TRY(set_metric(request, &configuration));
  configuration.name = *request.alarm_name;
  configuration.description = std::move(request.alarm_description);
  configuration.actions_enabled = request.actions_enabled.value_or(true);
  STATOR_ASSIGN(configuration.ok_actions, actions_of(context, request.ok_actions));
  STATOR_ASSIGN(configuration.alarm_actions, actions_of(context, request.alarm_actions));
  STATOR_ASSIGN(configuration.insufficient_data_actions,
                actions_of(context, request.insufficient_data_actions));
  configuration.periods = *request.evaluation_periods;
  configuration.to_alarm = request.datapoints_to_alarm;
  configuration.threshold = *request.threshold;
  configuration.comparison = static_cast<alarms::Comparison>(comparison);
  if (request.treat_missing_data) {
    STATOR_ASSIGN(const std::size_t place,
                  word_of(*request.treat_missing_data, "TreatMissingData", alarms::kMissingDatas));
    configuration.missing = static_cast<alarms::MissingData>(place);
  }
  if (request.evaluate_low_sample_count_percentile) {
    STATOR_TRY(word_of(*request.evaluate_low_sample_count_percentile, "EvaluateLowSampleCountPercentile",
                       kLowSamples));
    configuration.low_samples = std::move(request.evaluate_low_sample_count_percentile);
  }
  return configuration;
}

MetricAlarmShape shape_of(const monitoring::Scope& scope, alarms::Alarm alarm) {
  alarms::Configuration& configuration = alarm.configuration;
  MetricAlarmShape shape;
  shape.alarm_arn = alarms::alarm_arn(scope, configuration.name);
  shape.alarm_name = std::move(configuration.name);
  shape.alarm_description = std::move(configuration.description);
  shape.alarm_configuration_updated_timestamp = {alarm.configured_millis};
  shape.actions_enabled = configuration.actions_enabled;
  shape.ok_actions = std::move(configuration.ok_actions);
  shape.alarm_actions = std::move(configuration.alarm_actions);
  shape.insufficient_data_actions = std::move(configuration.insufficient_data_actions);
  shape.state_value = alarm.state.value;
  shape.state_reason = std::move(alarm.state.reason);
  if (!alarm.state.reason_data.empty()) shape.state_reason_data = std::move(alarm.state.reason_data);
  shape.state_updated_timestamp = {alarm.state.updated_millis};
  shape.state_transitioned_timestamp = {alarm.state.transitioned_millis};
  if (configuration.stat) show_stat(std::move(*configuration.stat), &shape);
  shape.evaluation_periods = configuration.periods;
  shape.datapoints_to_alarm = configuration.to_alarm;
  shape.threshold = configuration.threshold;
  shape.comparison_operator = kComparisonOperators[static_cast<std::size_t>(configuration.comparison.index)];
  if (configuration.missing)
    shape.treat_missing_data = alarms::kMissingDatas[static_cast<std::size_t>(configuration.missing->index)];
  shape.evaluate_low_sample_count_percentile = std::move(configuration.low_samples);
  if (!configuration.queries.empty()) {
    shape.metrics.emplace();
    for (alarms::MetricQuery& query : configuration.queries)
      shape.metrics->push_back(shape_of(std::move(query)));
  }
  return shape;
}

}  // namespace stator::services::cloudwatch
