// DeleteBackup.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/recovery/backups.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<BackupResponse>> delete_backup(db::recovery::Backups& backups,
                                                      const aws::RequestContext& context,
                                                      BackupArnRequest& request);

}  // namespace stator::services::dynamodb
