// Whether a bucket's policy makes the bucket public, as GetBucketPolicyStatus says it. Pure, thread-safe.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (The meaning
// of "public").
#pragma once

#include <string>

#include "authz/policy.h"

namespace stator::authz {

// True if some statement allows anything to more than a fixed set: to a principal that is not fixed (a
// wildcard, or all but some), without a condition that fixes one of the keys of that page. A fixed value has
// no wildcard and no policy variable; an address range is fixed if it is not wider than /8 (IPv6: /32).
// Statements that deny do not make it less public: [assumed].
bool is_public(const Policy& policy);
// False for a text that is no policy.
bool is_public_document(const std::string& document);

}  // namespace stator::authz
