// StreamArn: arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "base/task.h"
#include "db/stream/streams.h"

namespace stator::services::streams {

struct StreamName {
  std::string table_name;
  std::string label;
};

inline db::table::Scope scope_of(const aws::RequestContext& context) {
  return {context.account, context.region};
}

// Errors: ValidationException for what is no ARN of a stream, ResourceNotFoundException for one of another
// account or region.
aws::Result<StreamName> parse_stream_arn(const aws::RequestContext& context, std::string_view arn);

// The stream, or ResourceNotFoundException.
base::Task<aws::Result<db::stream::Stream>> find_stream(db::stream::Streams& streams,
                                                        const aws::RequestContext& context, std::string arn);

}  // namespace stator::services::streams
