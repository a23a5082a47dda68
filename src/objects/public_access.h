// What a bucket's policy means to a caller. Pure.
#pragma once

#include <string>
#include <string_view>

#include "objects/model.h"

namespace stator::objects {

// Empty: none. A policy that makes the bucket public may be restricted to callers of the bucket's account
// (RestrictPublicBuckets). `account`: of the caller; empty: nobody knows him.
std::string policy_for(std::string_view account, Bucket bucket);

}  // namespace stator::objects
