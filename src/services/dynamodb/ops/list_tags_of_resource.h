// ListTagsOfResource.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/tag.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListTagsOfResourceResponse>> list_tags_of_resource(db::table::Database& database,
                                                                          const aws::RequestContext& context,
                                                                          ListTagsOfResourceRequest& request);

}  // namespace stator::services::dynamodb
