// GetObject and HeadObject.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> get_object(Service& service, Request& request);

inline constexpr Operation kGetObject = {"GetObject", "s3:GetObject", "GET", Target::kObject, "", get_object};
inline constexpr Operation kHeadObject = {"HeadObject", "s3:GetObject", "HEAD", Target::kObject,
                                          "",           get_object};

}  // namespace stator::services::s3
