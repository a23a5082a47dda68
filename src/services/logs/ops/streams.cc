#include "services/logs/ops/streams.h"

#include <algorithm>

#include "services/logs/messages.h"
#include "services/logs/ops/common.h"

namespace stator::services::logs {

namespace {

constexpr std::int64_t kDefaultLimit = 50;

// What AWS orders by; streams without an event come first.
bool is_older(const telemetry::LogStream& a, const telemetry::LogStream& b) {
  return std::pair(a.last_event_millis.value_or(0), std::string_view(a.name)) <
         std::pair(b.last_event_millis.value_or(0), std::string_view(b.name));
}

}  // namespace

base::Task<aws::Result<base::Ok>> create_log_stream(telemetry::Logs& logs, const aws::RequestContext& context,
                                                    LogStreamRequest& request) {
  auto done =
      co_await logs.create_stream(scope_of(context), *request.log_group_name, *request.log_stream_name);
  if (!done.ok()) co_return to_aws_error(done.error(), true);
  co_return base::Ok{};
}

base::Task<aws::Result<base::Ok>> delete_log_stream(telemetry::Logs& logs, const aws::RequestContext& context,
                                                    LogStreamRequest& request) {
  auto done =
      co_await logs.delete_stream(scope_of(context), *request.log_group_name, *request.log_stream_name);
  if (!done.ok()) co_return to_aws_error(done.error(), true);
  co_return base::Ok{};
}

base::Task<aws::Result<DescribeLogStreamsResponse>> describe_log_streams(telemetry::Logs& logs,
                                                                         const aws::RequestContext& context,
                                                                         DescribeLogStreamsRequest& request) {
  const bool by_time = request.order_by && request.order_by->get() == OrderBy::kLastEventTime;
  if (by_time && request.log_stream_name_prefix) co_return invalid_parameter(messages::kOrderWithPrefix);
  STATOR_CO_ASSIGN(std::string group,
                   group_of(context, request.log_group_name, request.log_group_identifier));
  STATOR_CO_ASSIGN(const std::string after, name_of_token(request.next_token));
  telemetry::StreamRequest wanted{group, request.log_stream_name_prefix.value_or(""), "", SIZE_MAX};
  const bool descending = request.descending.value_or(false);
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kDefaultLimit));
  // Only in order of names can a page be read as it is.
  if (!by_time && !descending) {
    wanted.after = after;
    wanted.limit = limit;
  }
  auto page = co_await logs.list_streams(scope_of(context), std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error(), true);
  auto& [streams, has_more] = *page;
  if (by_time) std::sort(streams.begin(), streams.end(), is_older);
  if (descending) std::reverse(streams.begin(), streams.end());
  if (by_time || descending) {
    const auto last = std::find_if(streams.begin(), streams.end(),
                                   [&](const telemetry::LogStream& stream) { return stream.name == after; });
    if (last != streams.end()) streams.erase(streams.begin(), last + 1);
    has_more = streams.size() > limit;
    if (has_more) streams.resize(limit);
  }
  DescribeLogStreamsResponse response;
  for (const telemetry::LogStream& stream : streams) {
    LogStreamDescription& shown = response.log_streams.emplace_back();
    shown.log_stream_name = stream.name;
    shown.creation_time = stream.created_millis;
    shown.first_event_timestamp = stream.first_event_millis;
    shown.last_event_timestamp = stream.last_event_millis;
    shown.last_ingestion_time = stream.last_ingestion_millis;
    shown.upload_sequence_token = number_token({static_cast<std::uint64_t>(stream.next_number)});
    shown.arn = group_arn(context, group) + ":log-stream:" + stream.name;
  }
  if (has_more) response.next_token = name_token(streams.back().name);
  co_return response;
}

}  // namespace stator::services::logs
