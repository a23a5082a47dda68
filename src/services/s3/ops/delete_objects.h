// DeleteObject and DeleteObjects.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> delete_object(Service& service, Request& request);
base::Task<Result<net::Response>> delete_objects(Service& service, Request& request);

inline constexpr Operation kDeleteObject = {"DeleteObject", "s3:DeleteObject", "DELETE", Target::kObject, "",
                                            delete_object};
inline constexpr Operation kDeleteObjects = {"DeleteObjects", "s3:DeleteObject", "POST",
                                             Target::kBucket, "delete",          delete_objects};

}  // namespace stator::services::s3
