#include "services/logs/shapes/logs.h"

#include "telemetry/logs.h"

namespace stator::services::logs {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr bool consists_of(std::string_view text, std::string_view allowed) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && allowed.find(c) == std::string_view::npos) return false;
  }
  return true;
}
constexpr bool is_group_name(std::string_view name) { return consists_of(name, ".-_/#"); }
constexpr bool is_identifier(std::string_view name) { return consists_of(name, ".-_/#:*"); }
constexpr bool is_stream_name(std::string_view name) {
  return name.find_first_of(":*") == std::string_view::npos;
}
constexpr bool is_arn(std::string_view name) { return consists_of(name, "+=./_:@*#-"); }
constexpr Pattern kGroupNamePattern{R"([\.\-_/#A-Za-z0-9]+)", is_group_name};
constexpr Pattern kIdentifierPattern{R"([\w#+=/:,.@-]*)", is_identifier};
constexpr Pattern kStreamNamePattern{"[^:*]*", is_stream_name};
constexpr Pattern kArnPattern{R"([\w+=/:,.@\-\*]*)", is_arn};
constexpr std::string_view kOrders[] = {"LogStreamName", "LastEventTime"};

constexpr auto kText = string_shape();
constexpr auto kNumber = long_shape();
constexpr auto kTime = long_shape(0);
constexpr auto kFlag = boolean_shape();
constexpr auto kGroupName = string_shape(1, 512, &kGroupNamePattern);
constexpr auto kGroupNamePart = string_shape(0, 512, &kGroupNamePattern);
constexpr auto kIdentifier = string_shape(1, 2048, &kIdentifierPattern);
constexpr auto kStreamName = string_shape(1, 512, &kStreamNamePattern);
constexpr auto kToken = string_shape(1);
constexpr auto kListLimit = integer_shape(1, 50);
constexpr auto kEventLimit = integer_shape(1, telemetry::kMaxPageEvents);
constexpr auto kMessage = string_shape(1);
constexpr auto kPattern = string_shape(0, 1024);
constexpr auto kDays = integer_shape();
constexpr auto kArn = string_shape(1, 1011, &kArnPattern);
constexpr auto kTagKey = string_shape(1, 128);
constexpr auto kTagValue = string_shape(0, 256);
constexpr auto kTags = map_shape(kTagKey, kTagValue, 1, telemetry::kMaxTags);
constexpr auto kPlainTags = map_shape(kText, kText);
constexpr auto kTagKeys = list_shape(kTagKey, 0, telemetry::kMaxTags);
constexpr auto kOrderBy = enum_shape<OrderBy>(kOrders);
constexpr auto kStreamNames = list_shape(kStreamName, 1, 100);
constexpr auto kNames = list_shape(kText);

constexpr Member kCreateLogGroupInputMembers[] = {
    member<&CreateLogGroupRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&CreateLogGroupRequest::tags>("tags", kTags),
};

constexpr Member kLogGroupInputMembers[] = {
    member<&LogGroupRequest::log_group_name>("logGroupName", kGroupName, kRequired),
};

constexpr Member kDescribeLogGroupsInputMembers[] = {
    member<&DescribeLogGroupsRequest::log_group_name_prefix>("logGroupNamePrefix", kGroupName),
    member<&DescribeLogGroupsRequest::log_group_name_pattern>("logGroupNamePattern", kGroupNamePart),
    member<&DescribeLogGroupsRequest::next_token>("nextToken", kToken),
    member<&DescribeLogGroupsRequest::limit>("limit", kListLimit),
};

constexpr Member kGroupMembers[] = {
    member<&LogGroupDescription::log_group_name>("logGroupName", kText),
    member<&LogGroupDescription::creation_time>("creationTime", kNumber),
    member<&LogGroupDescription::retention_in_days>("retentionInDays", kNumber),
    member<&LogGroupDescription::metric_filter_count>("metricFilterCount", kNumber),
    member<&LogGroupDescription::arn>("arn", kText),
    member<&LogGroupDescription::stored_bytes>("storedBytes", kNumber),
    member<&LogGroupDescription::log_group_class>("logGroupClass", kText),
    member<&LogGroupDescription::log_group_arn>("logGroupArn", kText),
};
constexpr Structure kGroupStructure{"LogGroupDescription", kGroupMembers};
constexpr auto kGroup = structure_shape<LogGroupDescription>(kGroupStructure);
constexpr auto kGroups = list_shape(kGroup);

constexpr Member kDescribeLogGroupsOutputMembers[] = {
    member<&DescribeLogGroupsResponse::log_groups>("logGroups", kGroups),
    member<&DescribeLogGroupsResponse::next_token>("nextToken", kText),
};

constexpr Member kLogStreamInputMembers[] = {
    member<&LogStreamRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&LogStreamRequest::log_stream_name>("logStreamName", kStreamName, kRequired),
};

constexpr Member kDescribeLogStreamsInputMembers[] = {
    member<&DescribeLogStreamsRequest::log_group_name>("logGroupName", kGroupName),
    member<&DescribeLogStreamsRequest::log_group_identifier>("logGroupIdentifier", kIdentifier),
    member<&DescribeLogStreamsRequest::log_stream_name_prefix>("logStreamNamePrefix", kStreamName),
    member<&DescribeLogStreamsRequest::order_by>("orderBy", kOrderBy),
    member<&DescribeLogStreamsRequest::descending>("descending", kFlag),
    member<&DescribeLogStreamsRequest::next_token>("nextToken", kToken),
    member<&DescribeLogStreamsRequest::limit>("limit", kListLimit),
};

constexpr Member kStreamMembers[] = {
    member<&LogStreamDescription::log_stream_name>("logStreamName", kText),
    member<&LogStreamDescription::creation_time>("creationTime", kNumber),
    member<&LogStreamDescription::first_event_timestamp>("firstEventTimestamp", kNumber),
    member<&LogStreamDescription::last_event_timestamp>("lastEventTimestamp", kNumber),
    member<&LogStreamDescription::last_ingestion_time>("lastIngestionTime", kNumber),
    member<&LogStreamDescription::upload_sequence_token>("uploadSequenceToken", kText),
    member<&LogStreamDescription::arn>("arn", kText),
    member<&LogStreamDescription::stored_bytes>("storedBytes", kNumber),
};
constexpr Structure kStreamStructure{"LogStreamDescription", kStreamMembers};
constexpr auto kStream = structure_shape<LogStreamDescription>(kStreamStructure);
constexpr auto kStreams = list_shape(kStream);

constexpr Member kDescribeLogStreamsOutputMembers[] = {
    member<&DescribeLogStreamsResponse::log_streams>("logStreams", kStreams),
    member<&DescribeLogStreamsResponse::next_token>("nextToken", kText),
};

constexpr Member kInputEventMembers[] = {
    member<&InputLogEvent::timestamp>("timestamp", kTime, kRequired),
    member<&InputLogEvent::message>("message", kMessage, kRequired),
};
constexpr Structure kInputEventStructure{"InputLogEvent", kInputEventMembers};
constexpr auto kInputEvent = structure_shape<InputLogEvent>(kInputEventStructure);
constexpr auto kInputEvents = list_shape(kInputEvent, 1, telemetry::kMaxBatchEvents);

constexpr Member kPutLogEventsInputMembers[] = {
    member<&PutLogEventsRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&PutLogEventsRequest::log_stream_name>("logStreamName", kStreamName, kRequired),
    member<&PutLogEventsRequest::log_events>("logEvents", kInputEvents, kRequired),
};

constexpr Member kRejectedMembers[] = {
    member<&RejectedLogEventsInfo::too_new_log_event_start_index>("tooNewLogEventStartIndex", kNumber),
    member<&RejectedLogEventsInfo::too_old_log_event_end_index>("tooOldLogEventEndIndex", kNumber),
    member<&RejectedLogEventsInfo::expired_log_event_end_index>("expiredLogEventEndIndex", kNumber),
};
constexpr Structure kRejectedStructure{"RejectedLogEventsInfo", kRejectedMembers};
constexpr auto kRejected = structure_shape<RejectedLogEventsInfo>(kRejectedStructure);

constexpr Member kPutLogEventsOutputMembers[] = {
    member<&PutLogEventsResponse::next_sequence_token>("nextSequenceToken", kText),
    member<&PutLogEventsResponse::rejected_log_events_info>("rejectedLogEventsInfo", kRejected),
};

constexpr Member kGetLogEventsInputMembers[] = {
    member<&GetLogEventsRequest::log_group_name>("logGroupName", kGroupName),
    member<&GetLogEventsRequest::log_group_identifier>("logGroupIdentifier", kIdentifier),
    member<&GetLogEventsRequest::log_stream_name>("logStreamName", kStreamName, kRequired),
    member<&GetLogEventsRequest::start_time>("startTime", kTime),
    member<&GetLogEventsRequest::end_time>("endTime", kTime),
    member<&GetLogEventsRequest::next_token>("nextToken", kToken),
    member<&GetLogEventsRequest::limit>("limit", kEventLimit),
    member<&GetLogEventsRequest::start_from_head>("startFromHead", kFlag),
};

constexpr Member kOutputEventMembers[] = {
    member<&OutputLogEvent::timestamp>("timestamp", kNumber),
    member<&OutputLogEvent::message>("message", kText),
    member<&OutputLogEvent::ingestion_time>("ingestionTime", kNumber),
};
constexpr Structure kOutputEventStructure{"OutputLogEvent", kOutputEventMembers};
constexpr auto kOutputEvent = structure_shape<OutputLogEvent>(kOutputEventStructure);
constexpr auto kOutputEvents = list_shape(kOutputEvent);

constexpr Member kGetLogEventsOutputMembers[] = {
    member<&GetLogEventsResponse::events>("events", kOutputEvents),
    member<&GetLogEventsResponse::next_forward_token>("nextForwardToken", kText),
    member<&GetLogEventsResponse::next_backward_token>("nextBackwardToken", kText),
};

constexpr Member kFilterLogEventsInputMembers[] = {
    member<&FilterLogEventsRequest::log_group_name>("logGroupName", kGroupName),
    member<&FilterLogEventsRequest::log_group_identifier>("logGroupIdentifier", kIdentifier),
    member<&FilterLogEventsRequest::log_stream_names>("logStreamNames", kStreamNames),
    member<&FilterLogEventsRequest::log_stream_name_prefix>("logStreamNamePrefix", kStreamName),
    member<&FilterLogEventsRequest::start_time>("startTime", kTime),
    member<&FilterLogEventsRequest::end_time>("endTime", kTime),
    member<&FilterLogEventsRequest::filter_pattern>("filterPattern", kPattern),
    member<&FilterLogEventsRequest::next_token>("nextToken", kToken),
    member<&FilterLogEventsRequest::limit>("limit", kEventLimit),
    member<&FilterLogEventsRequest::start_from_head>("startFromHead", kFlag),
};

constexpr Member kFilteredEventMembers[] = {
    member<&FilteredLogEvent::log_stream_name>("logStreamName", kText),
    member<&FilteredLogEvent::timestamp>("timestamp", kNumber),
    member<&FilteredLogEvent::message>("message", kText),
    member<&FilteredLogEvent::ingestion_time>("ingestionTime", kNumber),
    member<&FilteredLogEvent::event_id>("eventId", kText),
};
constexpr Structure kFilteredEventStructure{"FilteredLogEvent", kFilteredEventMembers};
constexpr auto kFilteredEvent = structure_shape<FilteredLogEvent>(kFilteredEventStructure);
constexpr auto kFilteredEvents = list_shape(kFilteredEvent);

constexpr Member kFilterLogEventsOutputMembers[] = {
    member<&FilterLogEventsResponse::events>("events", kFilteredEvents),
    member<&FilterLogEventsResponse::searched_log_streams>("searchedLogStreams", kNames),
    member<&FilterLogEventsResponse::next_token>("nextToken", kText),
};

constexpr Member kPutRetentionPolicyInputMembers[] = {
    member<&PutRetentionPolicyRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&PutRetentionPolicyRequest::retention_in_days>("retentionInDays", kDays, kRequired),
};

constexpr Member kTagLogGroupInputMembers[] = {
    member<&TagLogGroupRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&TagLogGroupRequest::tags>("tags", kTags, kRequired),
};

constexpr Member kUntagLogGroupInputMembers[] = {
    member<&UntagLogGroupRequest::log_group_name>("logGroupName", kGroupName, kRequired),
    member<&UntagLogGroupRequest::tags>("tags", kTagKeys, kRequired),
};

constexpr Member kTagResourceInputMembers[] = {
    member<&TagResourceRequest::resource_arn>("resourceArn", kArn, kRequired),
    member<&TagResourceRequest::tags>("tags", kTags, kRequired),
};

constexpr Member kUntagResourceInputMembers[] = {
    member<&UntagResourceRequest::resource_arn>("resourceArn", kArn, kRequired),
    member<&UntagResourceRequest::tag_keys>("tagKeys", kTagKeys, kRequired),
};

constexpr Member kListTagsForResourceInputMembers[] = {
    member<&ListTagsForResourceRequest::resource_arn>("resourceArn", kArn, kRequired),
};

constexpr Member kTagsOutputMembers[] = {
    member<&TagsResponse::tags>("tags", kPlainTags),
};

}  // namespace

constinit const Structure kCreateLogGroupInput{"CreateLogGroupInput", kCreateLogGroupInputMembers};
constinit const Structure kLogGroupInput{"LogGroupInput", kLogGroupInputMembers};
constinit const Structure kDescribeLogGroupsInput{"DescribeLogGroupsInput", kDescribeLogGroupsInputMembers};
constinit const Structure kDescribeLogGroupsOutput{"DescribeLogGroupsOutput",
                                                   kDescribeLogGroupsOutputMembers};
constinit const Structure kLogStreamInput{"LogStreamInput", kLogStreamInputMembers};
constinit const Structure kDescribeLogStreamsInput{"DescribeLogStreamsInput",
                                                   kDescribeLogStreamsInputMembers};
constinit const Structure kDescribeLogStreamsOutput{"DescribeLogStreamsOutput",
                                                    kDescribeLogStreamsOutputMembers};
constinit const Structure kPutLogEventsInput{"PutLogEventsInput", kPutLogEventsInputMembers};
constinit const Structure kPutLogEventsOutput{"PutLogEventsOutput", kPutLogEventsOutputMembers};
constinit const Structure kGetLogEventsInput{"GetLogEventsInput", kGetLogEventsInputMembers};
constinit const Structure kGetLogEventsOutput{"GetLogEventsOutput", kGetLogEventsOutputMembers};
constinit const Structure kFilterLogEventsInput{"FilterLogEventsInput", kFilterLogEventsInputMembers};
constinit const Structure kFilterLogEventsOutput{"FilterLogEventsOutput", kFilterLogEventsOutputMembers};
constinit const Structure kPutRetentionPolicyInput{"PutRetentionPolicyInput",
                                                   kPutRetentionPolicyInputMembers};
constinit const Structure kTagLogGroupInput{"TagLogGroupInput", kTagLogGroupInputMembers};
constinit const Structure kUntagLogGroupInput{"UntagLogGroupInput", kUntagLogGroupInputMembers};
constinit const Structure kTagResourceInput{"TagResourceInput", kTagResourceInputMembers};
constinit const Structure kUntagResourceInput{"UntagResourceInput", kUntagResourceInputMembers};
constinit const Structure kListTagsForResourceInput{"ListTagsForResourceInput",
                                                    kListTagsForResourceInputMembers};
constinit const Structure kTagsOutput{"TagsOutput", kTagsOutputMembers};

}  // namespace stator::services::logs
