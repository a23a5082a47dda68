// Log groups: create, describe, delete, how long they keep, their tags.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/logs/shapes/logs.h"
#include "telemetry/logs.h"

namespace stator::services::logs {

using telemetry::Logs;

base::Task<aws::Result<base::Ok>> create_log_group(Logs& logs, const aws::RequestContext& context,
                                                   CreateLogGroupRequest& request);
base::Task<aws::Result<base::Ok>> delete_log_group(Logs& logs, const aws::RequestContext& context,
                                                   LogGroupRequest& request);
base::Task<aws::Result<DescribeLogGroupsResponse>> describe_log_groups(Logs& logs,
                                                                       const aws::RequestContext& context,
                                                                       DescribeLogGroupsRequest& request);
base::Task<aws::Result<base::Ok>> put_retention_policy(Logs& logs, const aws::RequestContext& context,
                                                       PutRetentionPolicyRequest& request);
base::Task<aws::Result<base::Ok>> delete_retention_policy(Logs& logs, const aws::RequestContext& context,
                                                          LogGroupRequest& request);
base::Task<aws::Result<base::Ok>> tag_log_group(Logs& logs, const aws::RequestContext& context,
                                                TagLogGroupRequest& request);
base::Task<aws::Result<base::Ok>> untag_log_group(Logs& logs, const aws::RequestContext& context,
                                                  UntagLogGroupRequest& request);
base::Task<aws::Result<TagsResponse>> list_tags_log_group(Logs& logs, const aws::RequestContext& context,
                                                          LogGroupRequest& request);
base::Task<aws::Result<base::Ok>> tag_resource(Logs& logs, const aws::RequestContext& context,
                                               TagResourceRequest& request);
base::Task<aws::Result<base::Ok>> untag_resource(Logs& logs, const aws::RequestContext& context,
                                                 UntagResourceRequest& request);
base::Task<aws::Result<TagsResponse>> list_tags_for_resource(Logs& logs, const aws::RequestContext& context,
                                                             ListTagsForResourceRequest& request);

}  // namespace stator::services::logs
