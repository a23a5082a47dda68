// From a request's signature to who asks, and to the account and region whose data he sees.
#pragma once

#include <string>
#include <string_view>

#include "aws/authorizer.h"
#include "aws/credentials.h"
#include "aws/error.h"
#include "aws/request_context.h"
#include "aws/sigv4.h"

namespace stator::aws {

struct IdentityRules {
  std::string account = "000000000000";
  std::string region = "us-east-1";
  // All requests see one account and region: the two above.
  bool shared_data = false;
  const CredentialStore* credentials = nullptr;  // nullptr: no key is known
  // Who decides what is allowed; then signatures are verified, too. nullptr: any key is good for anything.
  const Authorizer* authorizer = nullptr;
};

// Fills account, region, access_key_id, is_signed, principal and authorizer. The account is that of a key
// that is known; else the access key id itself where that is twelve digits (which gives parallel test runs a
// space each), otherwise the configured one; the region is that of the credential scope. Errors: as
// read_signature(); with an authorizer also UnrecognizedClientException for a key or token that is not known,
// ExpiredTokenException, InvalidSignatureException where the credential's scope is another service than
// `service` (empty: any), and as verify_signature().
Result<base::Ok> identify(const IdentityRules& rules, const SignatureInput& input, RequestContext* context,
                          std::string_view service = {});

}  // namespace stator::aws
