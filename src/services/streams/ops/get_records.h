// GetRecords: a page of a shard, and where the next one begins.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/stream/streams.h"
#include "services/streams/shapes/streams.h"

namespace stator::services::streams {

base::Task<aws::Result<GetRecordsResponse>> get_records(db::stream::Streams& streams,
                                                        const aws::RequestContext& context,
                                                        GetRecordsRequest& request);

}  // namespace stator::services::streams
