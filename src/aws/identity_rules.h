// From a request's signature to the account and region whose data it sees.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "aws/sigv4.h"

namespace stator::aws {

struct IdentityRules {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  // All requests see one account and region: the two above.
  bool shared_data = false;
};

// Fills account, region, access_key_id and is_signed. The account is the access key id itself where that is
// twelve digits (which gives parallel test runs a space each), otherwise the configured one; the region is
// that of the credential scope. Errors: as read_signature().
Result<base::Ok> identify(const IdentityRules& rules, const SignatureInput& input, RequestContext* context);

}  // namespace stator::aws
