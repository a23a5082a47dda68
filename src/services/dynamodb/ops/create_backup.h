// CreateBackup.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "services/dynamodb/service.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<CreateBackupResponse>> create_backup(Service& service,
                                                            const aws::RequestContext& context,
                                                            CreateBackupRequest& request);

}  // namespace stator::services::dynamodb
