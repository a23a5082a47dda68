#include "services/dynamodb/ops/describe_contributor_insights.h"

#include "messages/dynamodb.h"
#include "monitoring/insights/rules.h"
#include "services/dynamodb/common/contributor_insights.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeContributorInsightsResponse>> describe_contributor_insights(
    db::table::Database& database, const aws::RequestContext& context,
    DescribeContributorInsightsRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  STATOR_CO_ASSIGN(const std::uint16_t place, insights_place(*table, request.index_name));
  const db::table::Insights* insights = table->find_insights(place);
  DescribeContributorInsightsResponse response;
  response.table_name = table->name;
  response.index_name = request.index_name;
  response.status = status_of(insights);
  response.mode = mode_of(insights);
  if (insights == nullptr) co_return response;
  response.last_update_date_time = Timestamp{insights->updated_micros / 1000};
  if (insights->refused)
    response.failure = FailureException{"LimitExceededException", messages::kTooManyInsightRules};
  if (!insights->enabled) co_return response;
  response.rules.emplace();
  for (monitoring::insights::Rule& rule : monitoring::insights::rules_of(*table, *insights))
    response.rules->push_back(std::move(rule.name));
  co_return response;
}

}  // namespace stator::services::dynamodb
