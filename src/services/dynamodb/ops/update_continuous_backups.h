// UpdateContinuousBackups.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ContinuousBackupsResponse>> update_continuous_backups(
    Service& service, const aws::RequestContext& context, UpdateContinuousBackupsRequest& request);

}  // namespace stator::services::dynamodb
