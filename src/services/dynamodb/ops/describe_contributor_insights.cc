#include "services/dynamodb/ops/describe_contributor_insights.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeContributorInsightsResponse>> describe_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    DescribeContributorInsightsRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  if (request.index_name && table->find_index(*request.index_name) == nullptr) {
    co_return to_aws_error({db::ErrorKind::kResourceNotFound,
                            fmt::format(messages::kIndexNotFound, table->name, *request.index_name),
                            {}});
  }
  DescribeContributorInsightsResponse response;
  response.table_name = table->name;
  response.index_name = request.index_name;
  co_return response;
}

}  // namespace stator::services::dynamodb
