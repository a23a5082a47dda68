// DescribeContributorInsights.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeContributorInsightsResponse>> describe_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    DescribeContributorInsightsRequest& request);

}  // namespace stator::services::dynamodb
