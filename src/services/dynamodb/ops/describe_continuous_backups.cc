#include "services/dynamodb/ops/describe_continuous_backups.h"

#include <fmt/format.h>

#include "messages/dynamodb.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

// As AWS answers for a table without point-in-time recovery.
base::Task<aws::Result<DescribeContinuousBackupsResponse>> describe_continuous_backups(
    db::table::Database& database, const aws::RequestContext& context, TableNameRequest& request) {
  STATOR_CO_ASSIGN(const std::string name, resolve_table_name(context, *request.table_name));
  if (!database.find_table(scope_of(context), name).ok())
    co_return aws::Error{"TableNotFoundException", fmt::format(messages::kNoTableForBackups, name)};
  co_return DescribeContinuousBackupsResponse{};
}

}  // namespace stator::services::dynamodb
