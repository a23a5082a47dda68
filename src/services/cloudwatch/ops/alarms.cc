#include "services/cloudwatch/ops/alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/base64.h"
#include "services/cloudwatch/messages.h"
#include "services/cloudwatch/ops/alarm_shapes.h"
#include "services/cloudwatch/ops/tags.h"

namespace stator::services::cloudwatch {
namespace {

namespace alarms = monitoring::alarms;

constexpr std::int64_t kDefaultRecords = 50;  // assumed

using Outcome = aws::Result<base::Ok>;

aws::Error bad_token() { return {"InvalidNextToken", messages::kBadNextToken}; }

Outcome outcome_of(const alarms::Result<base::Ok>& done) {
  if (!done.ok()) return to_aws_error(done.error());
  return base::Ok{};
}

// Without types, of all.
bool asks_for_metric_alarms(const std::optional<std::vector<Enum<AlarmType>>>& types) {
  return !types || types->empty() ||
         std::any_of(types->begin(), types->end(),
                     [](const Enum<AlarmType>& type) { return type.get() == AlarmType::kMetricAlarm; });
}

std::string token_of(const alarms::HistoryPlace& place) {
  std::string token;
  base::append_base64(fmt::format("{} {}", place.millis, place.number), token);
  return token;
}

std::optional<alarms::HistoryPlace> place_of(const std::string& token) {
  std::string text;
  if (!base::append_base64_decoded(token, text)) return std::nullopt;
  alarms::HistoryPlace place;
  const char* const end = text.data() + text.size();
  const auto millis = std::from_chars(text.data(), end, place.millis);
  if (millis.ec != std::errc() || millis.ptr == end || *millis.ptr != ' ' || place.millis < 0)
    return std::nullopt;
  const auto number = std::from_chars(millis.ptr + 1, end, place.number);
  if (number.ec != std::errc() || number.ptr != end) return std::nullopt;
  return place;
}

}  // namespace

aws::Error to_aws_error(const alarms::Failure& failure) {
  switch (failure.kind) {
    case alarms::FailureKind::kNoAlarm:
      return {"ResourceNotFound", ""};  // AWS says nothing more (seen in 2024)
    case alarms::FailureKind::kInvalid:
      return invalid_request(failure.message);
    case alarms::FailureKind::kTooManyTags:
      return invalid_value(fmt::format(messages::kTooManyTags, alarms::kMaxTags));
    case alarms::FailureKind::kBadJson:
      return {"InvalidFormatFault", messages::kBadReasonData};
    case alarms::FailureKind::kBusy:
      return aws::service_unavailable(messages::kBusy);
    case alarms::FailureKind::kInternal:
      break;
  }
  aws::log_internal_error("alarms", failure.message);
  return {"InternalServiceFault", aws::internal_error().message};
}

base::Task<Outcome> put_metric_alarm(CloudWatch& service, const aws::RequestContext& context,
                                     PutMetricAlarmRequest& request) {
  STATOR_CO_ASSIGN(alarms::Configuration configuration, configuration_of(context, request));
  auto done = co_await service.alarms.put(scope_of(context), std::move(configuration), tags_of(request.tags));
  co_return outcome_of(done);
}

base::Task<aws::Result<DescribeAlarmsResponse>> describe_alarms(CloudWatch& service,
                                                                const aws::RequestContext& context,
                                                                DescribeAlarmsRequest& request) {
  DescribeAlarmsResponse response;
  const bool by_names = request.alarm_names && !request.alarm_names->empty();
  if (by_names && request.alarm_name_prefix)
    co_return invalid_request(fmt::format(messages::kBothGiven, "AlarmNames", "AlarmNamePrefix"));
  alarms::DescribeRequest wanted;
  if (request.next_token &&
      (request.next_token->empty() || !base::append_base64_decoded(*request.next_token, wanted.after)))
    co_return bad_token();
  // Children and parents are of composite alarms.
  if (!asks_for_metric_alarms(request.alarm_types) || request.children_of_alarm_name ||
      request.parents_of_alarm_name)
    co_return response;
  if (by_names) wanted.names = std::move(*request.alarm_names);
  wanted.prefix = request.alarm_name_prefix.value_or("");
  if (request.state_value) wanted.state = request.state_value->get();
  wanted.action_prefix = request.action_prefix.value_or("");
  wanted.limit = static_cast<std::size_t>(request.max_records.value_or(kDefaultRecords));
  auto page = co_await service.alarms.describe(scope_of(context), std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error());
  if (page->more) base::append_base64(page->alarms.back().configuration.name, response.next_token.emplace());
  for (alarms::Alarm& alarm : page->alarms)
    response.metric_alarms.push_back(shape_of(scope_of(context), std::move(alarm)));
  co_return response;
}

base::Task<aws::Result<DescribeAlarmsForMetricResponse>> describe_alarms_for_metric(
    CloudWatch& service, const aws::RequestContext& context, DescribeAlarmsForMetricRequest& request) {
  alarms::MetricRequest wanted;
  wanted.metric = {*request.name_space, *request.metric_name, dimensions_of(request.dimensions)};
  STATOR_CO_ASSIGN(wanted.statistic, statistic_of(request.statistic, request.extended_statistic));
  wanted.period_seconds = request.period;
  wanted.unit = unit_name_of(request.unit);
  auto found = co_await service.alarms.describe_for_metric(scope_of(context), std::move(wanted));
  if (!found.ok()) co_return to_aws_error(found.error());
  DescribeAlarmsForMetricResponse response;
  for (alarms::Alarm& alarm : *found)
    response.metric_alarms.push_back(shape_of(scope_of(context), std::move(alarm)));
  co_return response;
}

base::Task<Outcome> delete_alarms(CloudWatch& service, const aws::RequestContext& context,
                                  AlarmNamesRequest& request) {
  auto done = co_await service.alarms.remove(scope_of(context), std::move(*request.alarm_names));
  co_return outcome_of(done);
}

base::Task<Outcome> set_alarm_state(CloudWatch& service, const aws::RequestContext& context,
                                    SetAlarmStateRequest& request) {
  std::string data = request.state_reason_data.value_or("");
  auto done =
      co_await service.alarms.set_state(scope_of(context), *request.alarm_name, request.state_value->get(),
                                        *request.state_reason, std::move(data));
  co_return outcome_of(done);
}

base::Task<Outcome> enable_alarm_actions(CloudWatch& service, const aws::RequestContext& context,
                                         AlarmNamesRequest& request) {
  auto done =
      co_await service.alarms.enable_actions(scope_of(context), std::move(*request.alarm_names), true);
  co_return outcome_of(done);
}

base::Task<Outcome> disable_alarm_actions(CloudWatch& service, const aws::RequestContext& context,
                                          AlarmNamesRequest& request) {
  auto done =
      co_await service.alarms.enable_actions(scope_of(context), std::move(*request.alarm_names), false);
  co_return outcome_of(done);
}

base::Task<aws::Result<DescribeAlarmHistoryResponse>> describe_alarm_history(
    CloudWatch& service, const aws::RequestContext& context, DescribeAlarmHistoryRequest& request) {
  DescribeAlarmHistoryResponse response;
  alarms::HistoryRequest wanted;
  if (request.next_token) {
    wanted.after = place_of(*request.next_token);
    if (!wanted.after) co_return bad_token();
  }
  if (!asks_for_metric_alarms(request.alarm_types)) co_return response;
  wanted.alarm_name = request.alarm_name.value_or("");
  if (request.history_item_type) wanted.kind = request.history_item_type->get();
  if (request.start_date) wanted.begin_millis = request.start_date->unix_millis;
  if (request.end_date) wanted.end_millis = request.end_date->unix_millis;
  wanted.oldest_first = request.scan_by && request.scan_by->get() == HistoryOrder::kAscending;
  wanted.limit = static_cast<std::size_t>(request.max_records.value_or(kDefaultRecords));
  auto page = co_await service.alarms.history().list(scope_of(context), std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error());
  for (alarms::HistoryItem& item : page->items) {
    AlarmHistoryItem& shown = response.alarm_history_items.emplace_back();
    shown.alarm_name = std::move(item.alarm_name);
    shown.timestamp = {item.millis};
    shown.history_item_type = item.kind;
    shown.history_summary = std::move(item.summary);
    shown.history_data = std::move(item.data);
  }
  if (page->next) response.next_token = token_of(*page->next);
  co_return response;
}

}  // namespace stator::services::cloudwatch
