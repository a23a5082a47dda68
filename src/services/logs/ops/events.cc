#include "services/logs/ops/events.h"

#include <fmt/format.h>

#include "services/logs/messages.h"
#include "services/logs/ops/common.h"

namespace stator::services::logs {

namespace {

using telemetry::EventPosition;

constexpr std::size_t kPositionNumbers = 2, kPlaceNumbers = 3;
// FilterLogEvents gives events from the latest on only where it begins at 2024-01-01 or later.
constexpr std::int64_t kFirstFromTailMillis = 1'704'067'200'000;

// "f/..." goes on behind a position, "b/..." before it.
std::string position_token(char direction, EventPosition position) {
  return fmt::format("{}/{}", direction,
                     number_token({static_cast<std::uint64_t>(position.millis), position.number}));
}

aws::Result<base::Ok> apply_token(std::string_view token, telemetry::ReadRequest* wanted) {
  const bool forward = token.starts_with("f/");
  const auto numbers =
      numbers_of_token(token.substr(std::min<std::size_t>(2, token.size())), kPositionNumbers);
  if (!numbers || (!forward && !token.starts_with("b/"))) return invalid_parameter(messages::kBadToken);
  const EventPosition position{static_cast<std::int64_t>((*numbers)[0]), (*numbers)[1]};
  (forward ? wanted->after : wanted->before) = position;
  wanted->from_head = forward;
  return base::Ok{};
}

// Where a page of FilterLogEvents ended; "b/..." where the latest events came first.
std::string place_token(bool from_head, const telemetry::GroupPosition& place) {
  const EventPosition& position = place.position;
  return (from_head ? "" : "b/") + number_token({static_cast<std::uint64_t>(position.millis), position.number,
                                                 static_cast<std::uint64_t>(place.stream_id)});
}

aws::Result<base::Ok> apply_token(std::string_view token, telemetry::FilterRequest* wanted) {
  wanted->from_head = !token.starts_with("b/");
  const auto numbers = numbers_of_token(token.substr(wanted->from_head ? 0 : 2), kPlaceNumbers);
  if (!numbers) return invalid_parameter(messages::kBadToken);
  const EventPosition position{static_cast<std::int64_t>((*numbers)[0]), (*numbers)[1]};
  wanted->after = {position, static_cast<std::int64_t>((*numbers)[2])};
  return base::Ok{};
}

// The ends of an empty page: later calls with them see what comes.
void set_tokens(const std::vector<telemetry::Event>& events, const telemetry::ReadRequest& wanted,
                GetLogEventsResponse* response) {
  EventPosition first{wanted.start_millis, 0}, last{wanted.start_millis, 0};
  if (wanted.after)
    first = EventPosition{wanted.after->millis, wanted.after->number + 1}, last = *wanted.after;
  if (wanted.before) first = last = *wanted.before;
  if (!events.empty()) {
    first = events.front().position;
    last = events.back().position;
  }
  response->next_forward_token = position_token('f', last);
  response->next_backward_token = position_token('b', first);
}

aws::Result<std::vector<telemetry::NewEvent>> checked_events(std::vector<InputLogEvent>& sent) {
  std::size_t bytes = 0;
  std::vector<telemetry::NewEvent> events;
  events.reserve(sent.size());
  for (InputLogEvent& event : sent) {
    const std::size_t size = event.message->size() + telemetry::kEventOverheadBytes;
    if (size > telemetry::kMaxEventBytes)
      return invalid_parameter(fmt::format(messages::kEventTooLarge, size, telemetry::kMaxEventBytes));
    bytes += size;
    if (!events.empty() && *event.timestamp < events.back().millis)
      return invalid_parameter(messages::kNotChronological);
    events.push_back({*event.timestamp, std::move(*event.message)});
  }
  if (bytes > telemetry::kMaxBatchBytes)
    return invalid_parameter(fmt::format(messages::kUploadTooLarge, bytes, telemetry::kMaxBatchBytes));
  if (events.back().millis - events.front().millis > telemetry::kMaxBatchSpanMillis)
    return invalid_parameter(messages::kSpanTooLong);
  return events;
}

}  // namespace

base::Task<aws::Result<PutLogEventsResponse>> put_log_events(telemetry::Logs& logs,
                                                             const aws::RequestContext& context,
                                                             PutLogEventsRequest& request) {
  STATOR_CO_ASSIGN(std::vector<telemetry::NewEvent> events, checked_events(*request.log_events));
  auto report = co_await logs.put(scope_of(context), *request.log_group_name, *request.log_stream_name,
                                  std::move(events));
  if (!report.ok()) co_return to_aws_error(report.error(), true);
  PutLogEventsResponse response;
  response.next_sequence_token = number_token({static_cast<std::uint64_t>(context.clock->unix_micros())});
  if (report->too_old_end || report->too_new_start || report->expired_end) {
    const auto index = [](const std::optional<std::size_t>& at) {
      return at ? std::optional<std::int64_t>(*at) : std::nullopt;
    };
    response.rejected_log_events_info.emplace();
    response.rejected_log_events_info->too_new_log_event_start_index = index(report->too_new_start);
    response.rejected_log_events_info->too_old_log_event_end_index = index(report->too_old_end);
    response.rejected_log_events_info->expired_log_event_end_index = index(report->expired_end);
  }
  co_return response;
}

base::Task<aws::Result<GetLogEventsResponse>> get_log_events(telemetry::Logs& logs,
                                                             const aws::RequestContext& context,
                                                             GetLogEventsRequest& request) {
  telemetry::ReadRequest wanted;
  STATOR_CO_ASSIGN(wanted.group, group_of(context, request.log_group_name, request.log_group_identifier));
  wanted.stream = *request.log_stream_name;
  wanted.start_millis = request.start_time.value_or(0);
  wanted.end_millis = request.end_time;
  wanted.from_head = request.start_from_head.value_or(false);
  if (request.limit) wanted.limit = static_cast<std::size_t>(*request.limit);
  if (request.next_token) {
    STATOR_CO_TRY(apply_token(*request.next_token, &wanted));
  }
  auto events = co_await logs.read(scope_of(context), wanted);
  if (!events.ok()) co_return to_aws_error(events.error(), true);
  GetLogEventsResponse response;
  set_tokens(*events, wanted, &response);
  for (telemetry::Event& event : *events)
    response.events.push_back({event.position.millis, std::move(event.message), event.ingestion_millis});
  co_return response;
}

base::Task<aws::Result<FilterLogEventsResponse>> filter_log_events(telemetry::Logs& logs,
                                                                   const aws::RequestContext& context,
                                                                   FilterLogEventsRequest& request) {
  telemetry::FilterRequest wanted;
  STATOR_CO_ASSIGN(wanted.group, group_of(context, request.log_group_name, request.log_group_identifier));
  if (request.log_stream_names && request.log_stream_name_prefix)
    co_return invalid_parameter(messages::kBothStreamFilters);
  if (request.log_stream_names) wanted.streams = std::move(*request.log_stream_names);
  wanted.stream_prefix = request.log_stream_name_prefix.value_or("");
  wanted.start_millis = request.start_time.value_or(0);
  wanted.end_millis = request.end_time;
  if (request.limit) wanted.limit = static_cast<std::size_t>(*request.limit);
  wanted.from_head = request.start_from_head.value_or(true);
  if (request.next_token) {
    STATOR_CO_TRY(apply_token(*request.next_token, &wanted));
  }
  if (!wanted.from_head && wanted.start_millis < kFirstFromTailMillis)
    co_return invalid_parameter(messages::kTooEarlyFromTail);
  const bool from_head = wanted.from_head;
  auto pattern = telemetry::FilterPattern::parse(request.filter_pattern.value_or(""));
  if (!pattern.ok()) co_return invalid_parameter(pattern.error());
  auto page = co_await logs.filter(scope_of(context), std::move(wanted), std::move(*pattern));
  if (!page.ok()) co_return to_aws_error(page.error(), true);
  FilterLogEventsResponse response;
  for (telemetry::Event& event : page->events) {
    const auto millis = static_cast<std::uint64_t>(event.position.millis);
    response.events.push_back(
        {std::move(event.stream_name), event.position.millis, std::move(event.message),
         event.ingestion_millis,
         fmt::format("{:017}{:019}{:020}", millis, event.stream_id, event.position.number)});
  }
  if (page->next) response.next_token = place_token(from_head, *page->next);
  co_return response;
}

}  // namespace stator::services::logs
