// GetObjectAttributes: what HeadObject and ListParts tell, of one object, without its bytes.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> get_object_attributes(Service& service, Request& request);

// Who asks for it needs s3:GetObject, too.
inline constexpr Operation kGetObjectAttributes = {
    "GetObjectAttributes", "s3:GetObjectAttributes", "GET", Target::kObject,
    "attributes",          get_object_attributes};

}  // namespace stator::services::s3
