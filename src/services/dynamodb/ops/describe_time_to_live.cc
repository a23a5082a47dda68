#include "services/dynamodb/ops/describe_time_to_live.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/time_to_live_description.h"

namespace stator::services::dynamodb {
base::Task<aws::Result<DescribeTimeToLiveResponse>> describe_time_to_live(db::table::Database& database,
                                                                          const aws::RequestContext& context,
                                                                          TableNameRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  co_return DescribeTimeToLiveResponse{describe(table->time_to_live)};
}

}  // namespace stator::services::dynamodb
