#include "services/dynamodb/ops/describe_kinesis_streaming_destination.h"

#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<DescribeKinesisDestinationResponse>> describe_kinesis_streaming_destination(
    db::table::Database& database, const aws::RequestContext& context, TableNameRequest& request) {
  STATOR_CO_ASSIGN(const db::table::TableRef table, find_named_table(database, context, *request.table_name));
  DescribeKinesisDestinationResponse response;
  response.table_name = table->name;
  co_return response;
}

}  // namespace stator::services::dynamodb
