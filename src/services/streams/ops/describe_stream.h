// DescribeStream: a stream and its shards, 100 at a time.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/stream/streams.h"
#include "services/streams/shapes/streams.h"

namespace stator::services::streams {

base::Task<aws::Result<DescribeStreamResponse>> describe_stream(db::stream::Streams& streams,
                                                                const aws::RequestContext& context,
                                                                DescribeStreamRequest& request);

}  // namespace stator::services::streams
