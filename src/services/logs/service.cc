#include "services/logs/service.h"

#include "services/logs/authorization.h"
#include "services/logs/ops/events.h"
#include "services/logs/ops/groups.h"
#include "services/logs/ops/streams.h"

namespace stator::services::logs {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using aws::protocol::operation_without_output;

constexpr Operation kOperations[] = {
    operation_without_output<Logs, CreateLogGroupRequest, create_log_group>(
        "CreateLogGroup", "logs:CreateLogGroup", kCreateLogGroupInput),
    operation_without_output<Logs, LogGroupRequest, delete_log_group>("DeleteLogGroup", "logs:DeleteLogGroup",
                                                                      kLogGroupInput),
    operation<Logs, DescribeLogGroupsRequest, DescribeLogGroupsResponse, describe_log_groups>(
        "DescribeLogGroups", "logs:DescribeLogGroups", kDescribeLogGroupsInput, kDescribeLogGroupsOutput),
    operation_without_output<Logs, LogStreamRequest, create_log_stream>(
        "CreateLogStream", "logs:CreateLogStream", kLogStreamInput),
    operation_without_output<Logs, LogStreamRequest, delete_log_stream>(
        "DeleteLogStream", "logs:DeleteLogStream", kLogStreamInput),
    operation<Logs, DescribeLogStreamsRequest, DescribeLogStreamsResponse, describe_log_streams>(
        "DescribeLogStreams", "logs:DescribeLogStreams", kDescribeLogStreamsInput, kDescribeLogStreamsOutput),
    operation<Logs, PutLogEventsRequest, PutLogEventsResponse, put_log_events>(
        "PutLogEvents", "logs:PutLogEvents", kPutLogEventsInput, kPutLogEventsOutput),
    operation<Logs, GetLogEventsRequest, GetLogEventsResponse, get_log_events>(
        "GetLogEvents", "logs:GetLogEvents", kGetLogEventsInput, kGetLogEventsOutput),
    operation<Logs, FilterLogEventsRequest, FilterLogEventsResponse, filter_log_events>(
        "FilterLogEvents", "logs:FilterLogEvents", kFilterLogEventsInput, kFilterLogEventsOutput),
    operation_without_output<Logs, PutRetentionPolicyRequest, put_retention_policy>(
        "PutRetentionPolicy", "logs:PutRetentionPolicy", kPutRetentionPolicyInput),
    operation_without_output<Logs, LogGroupRequest, delete_retention_policy>(
        "DeleteRetentionPolicy", "logs:DeleteRetentionPolicy", kLogGroupInput),
    operation_without_output<Logs, TagLogGroupRequest, tag_log_group>("TagLogGroup", "logs:TagLogGroup",
                                                                      kTagLogGroupInput),
    operation_without_output<Logs, UntagLogGroupRequest, untag_log_group>(
        "UntagLogGroup", "logs:UntagLogGroup", kUntagLogGroupInput),
    operation<Logs, LogGroupRequest, TagsResponse, list_tags_log_group>(
        "ListTagsLogGroup", "logs:ListTagsLogGroup", kLogGroupInput, kTagsOutput),
    operation_without_output<Logs, TagResourceRequest, tag_resource>("TagResource", "logs:TagResource",
                                                                     kTagResourceInput),
    operation_without_output<Logs, UntagResourceRequest, untag_resource>(
        "UntagResource", "logs:UntagResource", kUntagResourceInput),
    operation<Logs, ListTagsForResourceRequest, TagsResponse, list_tags_for_resource>(
        "ListTagsForResource", "logs:ListTagsForResource", kListTagsForResourceInput, kTagsOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::JsonEndpoint json_endpoint(Logs& logs, const aws::IdentityRules& rules, base::Executor* pool) {
  return {{"Logs_20140328", "", "application/x-amz-json-1.1", kOperations, "InvalidParameterException",
           aws::IdForm::kUuid, "logs"},
          &logs,
          rules,
          pool};
}

}  // namespace stator::services::logs
