// The one mapping from failures of exports, imports and bulk puts to AWS errors.
#pragma once

#include <string_view>

#include "aws/error.h"
#include "transfer/failure.h"

namespace stator::services::dynamodb {

// `subject`: what the request names: the table (a new one, of an import), or the ARN of the job.
aws::Error export_error(transfer::Failure failure, std::string_view subject);
aws::Error import_error(transfer::Failure failure, std::string_view subject);
aws::Error bulk_error(transfer::Failure failure, std::string_view subject);

// ExportNotFoundException, ImportNotFoundException, TableNotFoundException, InvalidExportTimeException,
// ResourceNotFoundException of a bulk put.
aws::Error export_not_found(std::string_view arn);
aws::Error import_not_found(std::string_view arn);
aws::Error table_to_export_not_found(std::string_view table);
aws::Error invalid_export_time();
aws::Error bulk_not_found(std::string_view arn);

}  // namespace stator::services::dynamodb
