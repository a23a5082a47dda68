// Changes of what is kept of a bucket.
#pragma once

#include <functional>

#include "services/s3/common/request.h"

namespace stator::services::s3 {

// Answers with `status` and nothing more. `how` may be called several times.
base::Task<Result<net::Response>> change_bucket(Service& service, const Request& request, int status,
                                                std::function<void(objects::Bucket&)> how);

}  // namespace stator::services::s3
