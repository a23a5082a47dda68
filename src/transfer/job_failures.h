// Why jobs fail.
#pragma once

#include <optional>
#include <string>

#include "db/model/error.h"
#include "objects/error.h"
#include "transfer/jobs.h"

namespace stator::transfer {

// Why a job fails for good; nothing: the error may pass.
std::optional<JobFailure> failure_of(const objects::Error& error);
// Of a bucket that the job may not use, or that is not there.
JobFailure access_denied();
JobFailure no_such_bucket();
// Of an export whose prefix is too long.
JobFailure key_too_long();
// Of a job that was tried often enough. `error` is for the log.
JobFailure internal_failure(const std::string& job, const db::Error& error);

}  // namespace stator::transfer
