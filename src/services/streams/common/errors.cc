#include "services/streams/common/errors.h"

#include <fmt/format.h>

#include "messages/streams.h"

namespace stator::services::streams {

using db::stream::FailureKind;

aws::Error stream_not_found(std::string_view stream_arn) {
  return {"ResourceNotFoundException", fmt::format(messages::kStreamNotFound, stream_arn)};
}

aws::Error to_aws_error(const db::stream::Failure& failure, std::string_view stream_arn) {
  switch (failure.kind) {
    case FailureKind::kNoStream:
      return stream_not_found(stream_arn);
    case FailureKind::kNoShard:
      return {"ResourceNotFoundException", messages::kShardNotFound};
    case FailureKind::kTrimmed:
      return {"TrimmedDataAccessException", messages::kTrimmed};
    case FailureKind::kBadSequence:
      return aws::validation_error(fmt::format(messages::kBadSequenceNumber, failure.message));
    case FailureKind::kThrottled:
      return {"LimitExceededException", messages::kCalledTooOften};
    case FailureKind::kBusy:
      return {"ThrottlingException", messages::kStreamsBusy, aws::ErrorOrigin::kAvailability};
    case FailureKind::kInternal:
      break;
  }
  aws::log_internal_error("streams", failure.message);
  return aws::internal_error();
}

}  // namespace stator::services::streams
