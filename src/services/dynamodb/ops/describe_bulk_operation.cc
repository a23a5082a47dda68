#include "services/dynamodb/ops/describe_bulk_operation.h"

#include "services/dynamodb/common/bulk_description.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BulkOperationResponse>> describe_bulk_operation(transfer::BulkPuts& bulk_puts,
                                                                       const aws::RequestContext& context,
                                                                       BulkOperationArnRequest& request) {
  STATOR_CO_ASSIGN(transfer::JobName name, parse_bulk_arn(context, *request.bulk_operation_arn));
  auto job = co_await bulk_puts.find(scope_of(context), std::move(name));
  if (!job.ok()) co_return bulk_error(std::move(job).error(), *request.bulk_operation_arn);
  co_return BulkOperationResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
