#include "services/dynamodb/ops/describe_import.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ImportResponse>> describe_import(transfer::Imports& imports,
                                                        const aws::RequestContext& context,
                                                        DescribeImportRequest& request) {
  STATOR_CO_ASSIGN(transfer::JobName name, parse_import_arn(context, *request.import_arn));
  auto job = co_await imports.find(scope_of(context), std::move(name));
  if (!job.ok()) co_return import_error(std::move(job).error(), *request.import_arn);
  co_return ImportResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
