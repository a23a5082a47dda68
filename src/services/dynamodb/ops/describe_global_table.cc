#include "services/dynamodb/ops/describe_global_table.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"

namespace stator::services::dynamodb {

// There are none.
base::Task<aws::Result<base::Ok>> describe_global_table(db::table::Database&, const aws::RequestContext&,
                                                        DescribeGlobalTableRequest& request) {
  co_return aws::Error{"GlobalTableNotFoundException",
                       fmt::format(messages::kGlobalTableNotFound, *request.global_table_name)};
}

}  // namespace stator::services::dynamodb
