// PutObject.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> put_object(Service& service, Request& request);

inline constexpr Operation kPutObject = {"PutObject", "s3:PutObject", "PUT", Target::kObject, "", put_object};

}  // namespace stator::services::s3
