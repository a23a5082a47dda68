// UpdateContributorInsights.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/table_features.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ContributorInsightsSummary>> update_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    UpdateContributorInsightsRequest& request);

}  // namespace stator::services::dynamodb
