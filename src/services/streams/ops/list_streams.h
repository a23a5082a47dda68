// ListStreams: of tables that are there, and those that ended within a day.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/stream/streams.h"
#include "services/streams/shapes/streams.h"

namespace stator::services::streams {

base::Task<aws::Result<ListStreamsResponse>> list_streams(db::stream::Streams& streams,
                                                          const aws::RequestContext& context,
                                                          ListStreamsRequest& request);

}  // namespace stator::services::streams
