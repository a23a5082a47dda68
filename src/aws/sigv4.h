// The form of a Signature Version 4: read and checked here, not verified.
#pragma once

#include <optional>
#include <string_view>

#include "aws/error.h"

namespace stator::aws {

// What a signed request carries; views into the request.
struct SignatureInput {
  std::string_view authorization;  // header; empty = absent
  std::string_view amz_date;       // X-Amz-Date or, without it, Date; empty = absent
  std::string_view query;          // after the '?', for presigned requests
};

// Views into the input. A presigned request's credential is still percent-encoded only at its slashes, which
// are decoded here by accepting both forms.
struct Signature {
  std::string_view access_key_id;
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;
  std::string_view signature;
};

// Errors: MissingAuthenticationTokenException without a signature, IncompleteSignatureException where a part
// of it lacks.
Result<Signature> read_signature(const SignatureInput& input);

}  // namespace stator::aws
