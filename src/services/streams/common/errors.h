// From failures of streams to the API's errors.
#pragma once

#include <string_view>

#include "aws/error.h"
#include "db/stream/failure.h"

namespace stator::services::streams {

// `stream_arn` is the one that the request named. Internal errors are logged here and lose their text.
aws::Error to_aws_error(const db::stream::Failure& failure, std::string_view stream_arn);

aws::Error stream_not_found(std::string_view stream_arn);

}  // namespace stator::services::streams
