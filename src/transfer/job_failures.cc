#include "transfer/job_failures.h"

#include "base/log.h"
#include "messages/dynamodb.h"

namespace stator::transfer {

std::optional<JobFailure> failure_of(const objects::Error& error) {
  if (error.kind == objects::ErrorKind::kNoSuchBucket) return no_such_bucket();
  if (error.kind == objects::ErrorKind::kNoSuchKey)
    return JobFailure{"S3NoSuchKey", messages::kJobWithoutObject};
  return std::nullopt;
}

JobFailure access_denied() { return {"S3AccessDenied", messages::kJobAccessDenied}; }

JobFailure no_such_bucket() { return {"S3NoSuchBucket", messages::kJobWithoutBucket}; }

JobFailure key_too_long() { return {"S3KeyTooLong", messages::kJobKeyTooLong}; }

JobFailure internal_failure(const std::string& job, const db::Error& error) {
  base::log_warning("transfer", "{} fails: {}", job, error.message);
  return {"InternalServerError", messages::kJobInternalFailure};
}

}  // namespace stator::transfer
