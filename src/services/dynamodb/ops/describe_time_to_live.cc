#include "services/dynamodb/ops/describe_time_to_live.h"

#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

TimeToLiveStatus to_status(db::table::TimeToLiveStatus status) {
  switch (status) {
    case db::table::TimeToLiveStatus::kDisabled:
      return TimeToLiveStatus::kDisabled;
    case db::table::TimeToLiveStatus::kEnabling:
      return TimeToLiveStatus::kEnabling;
    case db::table::TimeToLiveStatus::kEnabled:
      return TimeToLiveStatus::kEnabled;
    case db::table::TimeToLiveStatus::kDisabling:
      return TimeToLiveStatus::kDisabling;
  }
  return TimeToLiveStatus::kDisabled;
}

}  // namespace

base::Task<aws::Result<DescribeTimeToLiveResponse>> describe_time_to_live(db::table::Database& database,
                                                                          const aws::RequestContext& context,
                                                                          TableNameRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  DescribeTimeToLiveResponse response;
  response.description.status = to_status(table->time_to_live.status);
  if (table->time_to_live.status != db::table::TimeToLiveStatus::kDisabled)
    response.description.attribute_name = table->time_to_live.attribute;
  co_return response;
}

}  // namespace stator::services::dynamodb
