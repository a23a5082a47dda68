// Bulk puts as the API shows them.
#pragma once

#include "services/dynamodb/shapes/transfer.h"
#include "transfer/jobs.h"

namespace stator::services::dynamodb {

BulkOperationStatus bulk_status(transfer::JobStatus status);
BulkOperationDescription describe(const transfer::BulkPut& job);
BulkOperationSummary summarize(const transfer::BulkPut& job);

}  // namespace stator::services::dynamodb
