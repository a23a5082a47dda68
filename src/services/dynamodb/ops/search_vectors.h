// SearchVectors: the items whose vectors are nearest to one, of a vector index.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/table/database.h"
#include "services/dynamodb/shapes/vector.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<SearchVectorsResponse>> search_vectors(db::table::Database& database,
                                                              const aws::RequestContext& context,
                                                              SearchVectorsRequest& request);

}  // namespace stator::services::dynamodb
