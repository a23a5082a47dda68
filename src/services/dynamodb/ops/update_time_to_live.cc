#include "services/dynamodb/ops/update_time_to_live.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<UpdateTimeToLiveResponse>> update_time_to_live(db::table::Database& database,
                                                                      const aws::RequestContext& context,
                                                                      UpdateTimeToLiveRequest& request) {
  STATOR_CO_ASSIGN(std::string name, resolve_table_name(context, *request.table_name));
  const TimeToLiveSpecification& wanted = *request.specification;
  auto updated = co_await database.update_time_to_live(scope_of(context), std::move(name), *wanted.enabled,
                                                       *wanted.attribute_name);
  if (!updated.ok()) co_return to_aws_error(std::move(updated).error());
  co_return UpdateTimeToLiveResponse{wanted};
}

}  // namespace stator::services::dynamodb
