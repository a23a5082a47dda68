// Signature Version 4: its form is read and checked, then it is verified against the key's secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/error.h"
#include "net/request.h"

namespace stator::aws {

// What a signed request carries; views into the request.
struct SignatureInput {
  std::string_view authorization;         // header; empty = absent
  std::string_view amz_date;              // X-Amz-Date or, without it, Date; empty = absent
  std::string_view query;                 // after the '?', for presigned requests
  const net::Request* request = nullptr;  // all of it, to verify the signature
  std::string_view policy = {};           // of a form that was posted to S3: what is signed in place of it
  std::string_view policy_token = {};     // its security token
};

// Views into the input. A presigned request's credential is still percent-encoded only at its slashes, which
// are decoded here by accepting both forms.
struct Signature {
  std::string_view access_key_id;
  std::string_view scope_date;  // 20260131, of the credential
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;
  std::string_view signature;
  std::string_view date;            // when it was signed: 20260131T120000Z
  std::string_view expires;         // seconds that a presigned request lasts; empty: it is not presigned
  std::string_view security_token;  // empty: none was sent
};

// Errors: MissingAuthenticationTokenException without a signature, IncompleteSignatureException where a part
// of it is missing.
Result<Signature> read_signature(const SignatureInput& input);

inline constexpr std::int64_t kMaxClockSkewMillis = 15 * 60 * 1000;

// Whether `secret` made the signature of the request, less than kMaxClockSkewMillis before or after now (a
// presigned one: and not longer ago than it lasts). Errors: InvalidSignatureException, and
// IncompleteSignatureException for a date that is none. The body is hashed, but for S3, which says in a
// signed header what its body is.
Result<base::Ok> verify_signature(const Signature& signature, const net::Request& request,
                                  std::string_view secret, std::int64_t now_millis);

// Whether `secret` made the signature of a form's policy, whose own times say how long it lasts. Error:
// InvalidSignatureException.
Result<base::Ok> verify_policy_signature(const Signature& signature, std::string_view policy,
                                         std::string_view secret);

// In a time that does not depend on where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace stator::aws
