// Whether a caller, or somebody who does not say who he is, may do something with a bucket or object: by his
// own policies and by the bucket's.
#pragma once

#include <string>
#include <string_view>

#include "base/task.h"
#include "services/s3/common/error.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// The operation's action on what it names, that on versions where it names one; what is copied has to be
// readable, too. DeleteObjects asks for
// each key by itself. AccessDenied; NoSuchBucket for somebody who does not say who he is.
base::Task<Result<base::Ok>> authorize(Service& service, const Request& request, const Operation& operation);

// The account whose bucket it is: the caller's own, if he has one of that name. Without an authorizer each
// account has buckets of its own, and nobody sees another's.
base::Task<Result<std::string>> owner_of_bucket(Service& service, const Request& request, std::string bucket);

// The bucket's policy, as it counts for the caller.
std::string policy_of(const Request& request, objects::Bucket bucket);

// One action, where `policy` is policy_of() the bucket, on a version (empty: none is named).
Result<base::Ok> authorize_key(const Request& request, std::string_view action, std::string_view bucket,
                               std::string_view key, std::string policy, std::string_view version = {});

// Who may not list a bucket is not told that it lacks a key.
base::Task<Result<base::Ok>> may_know_it_is_missing(Service& service, const Request& request);

// MalformedPolicy for what S3 would not take as the policy of this bucket.
Result<base::Ok> check_bucket_policy(const std::string& document, std::string_view bucket);

}  // namespace stator::services::s3
