// ListBackups.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/recovery/backups.h"
#include "services/dynamodb/shapes/backup.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListBackupsResponse>> list_backups(db::recovery::Backups& backups,
                                                          const aws::RequestContext& context,
                                                          ListBackupsRequest& request);

}  // namespace stator::services::dynamodb
