#include "services/dynamodb/ops/describe_export.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ExportResponse>> describe_export(transfer::Exports& exports,
                                                        const aws::RequestContext& context,
                                                        DescribeExportRequest& request) {
  STATOR_CO_ASSIGN(transfer::JobName name, parse_export_arn(context, *request.export_arn));
  auto job = co_await exports.find(scope_of(context), std::move(name));
  if (!job.ok()) co_return export_error(std::move(job).error(), *request.export_arn);
  co_return ExportResponse{describe(*job)};
}

}  // namespace stator::services::dynamodb
