// Who asks: the form of a signature in a header or in a presigned URL, verified where there is an authorizer.
#pragma once

#include "aws/identity_rules.h"
#include "net/request.h"
#include "services/s3/common/error.h"
#include "services/s3/common/form.h"

namespace stator::services::s3 {

// Fills the account, region and access key of `context`. AccessDenied for a presigned URL whose time is over,
// and without a signature; but with an authorizer somebody who does not say who he is has no principal, and
// is allowed what a bucket's policy allows to everybody.
Result<base::Ok> authenticate(const aws::IdentityRules& rules, const net::Request& request,
                              aws::RequestContext* context);

// The same for a form that was posted: its policy is signed, or it has none and nobody says who he is.
Result<base::Ok> authenticate_form(const aws::IdentityRules& rules, const Form& form,
                                   aws::RequestContext* context);

}  // namespace stator::services::s3
