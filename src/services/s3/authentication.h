// Who asks: the form of a signature in a header or in a presigned URL. It is not verified.
#pragma once

#include "aws/identity_rules.h"
#include "net/request.h"
#include "services/s3/common/error.h"

namespace stator::services::s3 {

// Fills the account, region and access key of `context`. AccessDenied without a signature, and for a
// presigned URL whose time is over.
Result<base::Ok> authenticate(const aws::IdentityRules& rules, const net::Request& request,
                              aws::RequestContext* context);

}  // namespace stator::services::s3
