#include "monitoring/alarms/alarm_json.h"

#include "aws/protocol/json_writer.h"
#include "monitoring/alarms/alarm_text.h"

namespace stator::monitoring::alarms {

namespace {

// Writes an object or a list, member by member.
class Json {
 public:
  explicit Json(char open = '{') : close_(open == '{' ? '}' : ']') { text_.push_back(open); }

  Json& raw(std::string_view name, std::string_view json) {
    if (text_.size() > 1) text_.push_back(',');
    if (close_ == '}') {
      aws::protocol::append_json_string(name, &text_);
      text_.push_back(':');
    }
    text_.append(json);
    return *this;
  }
  Json& text(std::string_view name, std::string_view value) {
    std::string json;
    aws::protocol::append_json_string(value, &json);
    return raw(name, json);
  }
  Json& text_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : text(name, value);
  }
  Json& number(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
  Json& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
  std::string take() {
    text_.push_back(close_);
    return std::move(text_);
  }

 private:
  char close_;
  std::string text_;
};

std::string texts_json(const std::vector<std::string>& texts) {
  Json list('[');
  for (const std::string& text : texts) list.text("", text);
  return list.take();
}

std::string metric_stat_json(const MetricStat& stat) {
  Json dimensions;
  for (const Dimension& dimension : stat.metric.dimensions) dimensions.text(dimension.name, dimension.value);
  const std::string metric = Json()
                                 .text("namespace", stat.metric.name_space)
                                 .text("name", stat.metric.name)
                                 .raw("dimensions", dimensions.take())
                                 .take();
  return Json()
      .raw("metric", metric)
      .number("period", stat.period_seconds)
      .text("stat", stat.statistic)
      .text_if("unit", stat.unit)
      .take();
}

std::string query_json(const MetricQuery& query) {
  Json json;
  json.text("id", query.id);
  if (query.stat) json.raw("metricStat", metric_stat_json(*query.stat));
  json.text_if("expression", query.expression);
  if (query.label) json.text("label", *query.label);
  json.flag("returnData", query.returns_data.value_or(true));
  if (query.period_seconds) json.number("period", *query.period_seconds);
  return json.take();
}

std::string metrics_json(const Alarm& alarm) {
  Json list('[');
  const Configuration& configuration = alarm.configuration;
  if (configuration.stat) {
    const std::string stat = metric_stat_json(*configuration.stat);
    list.raw("", Json().text("id", alarm.id).raw("metricStat", stat).flag("returnData", true).take());
  }
  for (const MetricQuery& query : configuration.queries) list.raw("", query_json(query));
  return list.take();
}

// Of events.
std::string state_json(const StateRecord& state) {
  return Json()
      .text("value", state_name(state.value.get()))
      .text("reason", state.reason)
      .text_if("reasonData", state.reason_data)
      .text("timestamp", long_time(state.updated_millis))
      .take();
}

// Of the history, where reasonData is JSON in JSON.
std::string history_state_json(const StateRecord& state) {
  Json json;
  json.text("stateValue", state_name(state.value.get())).text("stateReason", state.reason);
  if (!state.reason_data.empty()) json.raw("stateReasonData", state.reason_data);
  return json.take();
}

bool is_percentile(std::string_view statistic) {
  return statistic != "SampleCount" && statistic != "Average" && statistic != "Sum" &&
         statistic != "Minimum" && statistic != "Maximum";
}

void add_stat(const MetricStat& stat, Json* json) {
  json->text("namespace", stat.metric.name_space).text("metricName", stat.metric.name);
  json->text(is_percentile(stat.statistic) ? "extendedStatistic" : "statistic", stat.statistic);
  json->number("period", stat.period_seconds);
  Json dimensions('[');
  for (const Dimension& dimension : stat.metric.dimensions)
    dimensions.raw("", Json().text("value", dimension.value).text("name", dimension.name).take());
  json->raw("dimensions", dimensions.take()).text_if("unit", stat.unit);
}

std::string alarm_json(const Scope& scope, const Alarm& alarm) {
  const Configuration& configuration = alarm.configuration;
  Json json;
  json.text("alarmName", configuration.name);
  if (configuration.description) json.text("alarmDescription", *configuration.description);
  json.text("alarmArn", alarm_arn(scope, configuration.name));
  json.text("alarmConfigurationUpdatedTimestamp", long_time(alarm.configured_millis));
  if (configuration.stat) {
    add_stat(*configuration.stat, &json);
  } else {
    json.raw("metrics", metrics_json(alarm));
  }
  json.raw("threshold", double_text(configuration.threshold));
  json.text("comparisonOperator", kComparisons[static_cast<std::size_t>(configuration.comparison.get())]);
  json.number("evaluationPeriods", configuration.periods);
  if (configuration.to_alarm) json.number("datapointsToAlarm", *configuration.to_alarm);
  if (configuration.missing)
    json.text("treatMissingData", kMissingDatas[static_cast<std::size_t>(configuration.missing->get())]);
  if (configuration.low_samples) json.text("evaluateLowSampleCountPercentile", *configuration.low_samples);
  json.text("stateValue", state_name(alarm.state.value.get()));
  json.text("stateUpdatedTimestamp", long_time(alarm.state.updated_millis));
  json.flag("actionsEnabled", configuration.actions_enabled);
  json.raw("alarmActions", texts_json(configuration.alarm_actions));
  json.raw("insufficientDataActions", texts_json(configuration.insufficient_data_actions));
  json.raw("okactions", texts_json(configuration.ok_actions));
  return json.take();
}

}  // namespace

std::string action_event(const Scope& scope, const Alarm& alarm, const StateRecord& before) {
  Json configuration;
  if (alarm.configuration.description) configuration.text("description", *alarm.configuration.description);
  configuration.raw("metrics", metrics_json(alarm));
  const std::string data = Json()
                               .text("alarmName", alarm.configuration.name)
                               .raw("state", state_json(alarm.state))
                               .raw("previousState", state_json(before))
                               .raw("configuration", configuration.take())
                               .take();
  return Json()
      .text("source", "aws.cloudwatch")
      .text("alarmArn", alarm_arn(scope, alarm.configuration.name))
      .text("accountId", scope.account)
      .text("time", long_time(alarm.state.updated_millis))
      .text("region", scope.region)
      .raw("alarmData", data)
      .take();
}

std::string state_update_data(const StateRecord& before, const StateRecord& after) {
  return Json()
      .text("version", "1.0")
      .raw("oldState", history_state_json(before))
      .raw("newState", history_state_json(after))
      .take();
}

std::string configuration_update_data(const Scope& scope, const Alarm& alarm, ConfigurationChange change) {
  const char* type = "Create";
  const char* member = "createdAlarm";
  if (change == ConfigurationChange::kUpdate) type = "Update", member = "updatedAlarm";
  if (change == ConfigurationChange::kDelete) type = "Delete", member = "deletedAlarm";
  return Json().text("version", "1.0").text("type", type).raw(member, alarm_json(scope, alarm)).take();
}

std::string action_data(const PendingAction& action, std::string_view problem) {
  Json json;
  json.text("actionState", problem.empty() ? "Succeeded" : "Failed");
  json.number("stateUpdateTimestamp", action.state_millis);
  json.text("notificationResource", action.arn);
  if (problem.empty()) {
    json.raw("publishedMessage", action.event);
  } else {
    json.text("error", problem);
  }
  return json.take();
}

}  // namespace stator::monitoring::alarms
