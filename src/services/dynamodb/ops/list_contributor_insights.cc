#include "services/dynamodb/ops/list_contributor_insights.h"

#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

// Lists what is or was enabled: nothing.
base::Task<aws::Result<ListContributorInsightsResponse>> list_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    ListContributorInsightsRequest& request) {
  if (request.table_name) {
    STATOR_CO_TRY(find_named_table(database, context, *request.table_name));
  }
  co_return ListContributorInsightsResponse{};
}

}  // namespace stator::services::dynamodb
