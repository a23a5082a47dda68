// GetShardIterator: where to begin reading a shard.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/stream/streams.h"
#include "services/streams/shapes/streams.h"

namespace stator::services::streams {

base::Task<aws::Result<GetShardIteratorResponse>> get_shard_iterator(db::stream::Streams& streams,
                                                                     const aws::RequestContext& context,
                                                                     GetShardIteratorRequest& request);

}  // namespace stator::services::streams
