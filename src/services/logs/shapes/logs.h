// The shapes of CloudWatch Logs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/protocol/shape.h"

namespace stator::services::logs {

using aws::protocol::Enum;
using aws::protocol::Map;
using aws::protocol::Structure;

enum class OrderBy { kLogStreamName, kLastEventTime };

struct CreateLogGroupRequest {
  std::optional<std::string> log_group_name;
  std::optional<Map<std::string>> tags;
};
struct LogGroupRequest {  // of DeleteLogGroup, DeleteRetentionPolicy and ListTagsLogGroup
  std::optional<std::string> log_group_name;
};
struct DescribeLogGroupsRequest {
  std::optional<std::string> log_group_name_prefix;
  std::optional<std::string> log_group_name_pattern;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> limit;
};
struct LogGroupDescription {
  std::string log_group_name;
  std::int64_t creation_time = 0;
  std::optional<std::int64_t> retention_in_days;
  std::int64_t metric_filter_count = 0;
  std::string arn;
  std::int64_t stored_bytes = 0;
  std::string log_group_class = "STANDARD";
  std::string log_group_arn;
};
struct DescribeLogGroupsResponse {
  std::vector<LogGroupDescription> log_groups;
  std::optional<std::string> next_token;
};
struct LogStreamRequest {  // of CreateLogStream and DeleteLogStream
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_stream_name;
};
struct DescribeLogStreamsRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::optional<std::string> log_stream_name_prefix;
  std::optional<Enum<OrderBy>> order_by;
  std::optional<bool> descending;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> limit;
};
struct LogStreamDescription {
  std::string log_stream_name;
  std::int64_t creation_time = 0;
  std::optional<std::int64_t> first_event_timestamp;
  std::optional<std::int64_t> last_event_timestamp;
  std::optional<std::int64_t> last_ingestion_time;
  std::string upload_sequence_token;
  std::string arn;
  std::int64_t stored_bytes = 0;
};
struct DescribeLogStreamsResponse {
  std::vector<LogStreamDescription> log_streams;
  std::optional<std::string> next_token;
};
struct InputLogEvent {
  std::optional<std::int64_t> timestamp;
  std::optional<std::string> message;
};
struct PutLogEventsRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_stream_name;
  std::optional<std::vector<InputLogEvent>> log_events;
};
struct RejectedLogEventsInfo {
  std::optional<std::int64_t> too_new_log_event_start_index;
  std::optional<std::int64_t> too_old_log_event_end_index;
  std::optional<std::int64_t> expired_log_event_end_index;
};
struct PutLogEventsResponse {
  std::string next_sequence_token;
  std::optional<RejectedLogEventsInfo> rejected_log_events_info;
};
struct GetLogEventsRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::optional<std::string> log_stream_name;
  std::optional<std::int64_t> start_time;
  std::optional<std::int64_t> end_time;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> limit;
  std::optional<bool> start_from_head;
};
struct OutputLogEvent {
  std::int64_t timestamp = 0;
  std::string message;
  std::int64_t ingestion_time = 0;
};
struct GetLogEventsResponse {
  std::vector<OutputLogEvent> events;
  std::string next_forward_token;
  std::string next_backward_token;
};
struct FilterLogEventsRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::optional<std::vector<std::string>> log_stream_names;
  std::optional<std::string> log_stream_name_prefix;
  std::optional<std::int64_t> start_time;
  std::optional<std::int64_t> end_time;
  std::optional<std::string> filter_pattern;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> limit;
  std::optional<bool> start_from_head;
};
struct FilteredLogEvent {
  std::string log_stream_name;
  std::int64_t timestamp = 0;
  std::string message;
  std::int64_t ingestion_time = 0;
  std::string event_id;
};
struct FilterLogEventsResponse {
  std::vector<FilteredLogEvent> events;
  std::vector<std::string> searched_log_streams;
  std::optional<std::string> next_token;
};
struct PutRetentionPolicyRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::int64_t> retention_in_days;
};
struct TagLogGroupRequest {
  std::optional<std::string> log_group_name;
  std::optional<Map<std::string>> tags;
};
struct UntagLogGroupRequest {
  std::optional<std::string> log_group_name;
  std::optional<std::vector<std::string>> tags;
};
struct TagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<Map<std::string>> tags;
};
struct UntagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::vector<std::string>> tag_keys;
};
struct ListTagsForResourceRequest {
  std::optional<std::string> resource_arn;
};
struct TagsResponse {
  Map<std::string> tags;
};

extern const Structure kCreateLogGroupInput;
extern const Structure kLogGroupInput;
extern const Structure kDescribeLogGroupsInput;
extern const Structure kDescribeLogGroupsOutput;
extern const Structure kLogStreamInput;
extern const Structure kDescribeLogStreamsInput;
extern const Structure kDescribeLogStreamsOutput;
extern const Structure kPutLogEventsInput;
extern const Structure kPutLogEventsOutput;
extern const Structure kGetLogEventsInput;
extern const Structure kGetLogEventsOutput;
extern const Structure kFilterLogEventsInput;
extern const Structure kFilterLogEventsOutput;
extern const Structure kPutRetentionPolicyInput;
extern const Structure kTagLogGroupInput;
extern const Structure kUntagLogGroupInput;
extern const Structure kTagResourceInput;
extern const Structure kUntagResourceInput;
extern const Structure kListTagsForResourceInput;
extern const Structure kTagsOutput;

}  // namespace stator::services::logs
