// Errors of buckets as failures of jobs.
#pragma once

#include <optional>

#include "objects/error.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Why a job fails for good; nothing: the error may pass.
std::optional<JobFailure> failure_of(const objects::Error& error);
// Of a bucket that the job may not use, or that is not there.
JobFailure access_denied();
JobFailure no_such_bucket();

}  // namespace stator::transfer
