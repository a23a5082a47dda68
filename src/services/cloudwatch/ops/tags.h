// Tags of alarms and dashboards.
#pragma once

#include "base/task.h"
#include "services/cloudwatch/ops/common.h"
#include "services/cloudwatch/shapes/alarms.h"

namespace stator::services::cloudwatch {

Map<std::string> tags_of(const std::optional<std::vector<Tag>>& tags);

base::Task<aws::Result<EmptyResponse>> tag_resource(CloudWatch& service, const aws::RequestContext& context,
                                                    TagResourceRequest& request);
base::Task<aws::Result<EmptyResponse>> untag_resource(CloudWatch& service, const aws::RequestContext& context,
                                                      UntagResourceRequest& request);
base::Task<aws::Result<ListTagsForResourceResponse>> list_tags_for_resource(
    CloudWatch& service, const aws::RequestContext& context, ListTagsForResourceRequest& request);

}  // namespace stator::services::cloudwatch
