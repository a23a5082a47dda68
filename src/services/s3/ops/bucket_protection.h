// Who gets at a bucket, and how it is encrypted, beside its policy: the settings that every bucket has.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> get_public_access_block(Service& service, Request& request);
base::Task<Result<net::Response>> put_public_access_block(Service& service, Request& request);
base::Task<Result<net::Response>> delete_public_access_block(Service& service, Request& request);
base::Task<Result<net::Response>> get_bucket_policy_status(Service& service, Request& request);
// AES256 and BucketOwnerEnforced, as every bucket has; NotImplemented for anything else.
base::Task<Result<net::Response>> get_bucket_encryption(Service& service, Request& request);
base::Task<Result<net::Response>> put_bucket_encryption(Service& service, Request& request);
base::Task<Result<net::Response>> delete_bucket_encryption(Service& service, Request& request);
base::Task<Result<net::Response>> get_ownership_controls(Service& service, Request& request);
base::Task<Result<net::Response>> put_ownership_controls(Service& service, Request& request);

inline constexpr Operation kProtectionOperations[] = {
    {"GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", "GET", Target::kBucket, "publicAccessBlock",
     get_public_access_block},
    {"PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "PUT", Target::kBucket, "publicAccessBlock",
     put_public_access_block},
    {"DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", "DELETE", Target::kBucket,
     "publicAccessBlock", delete_public_access_block},
    {"GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", "GET", Target::kBucket, "policyStatus",
     get_bucket_policy_status},
    {"GetBucketEncryption", "s3:GetEncryptionConfiguration", "GET", Target::kBucket, "encryption",
     get_bucket_encryption},
    {"PutBucketEncryption", "s3:PutEncryptionConfiguration", "PUT", Target::kBucket, "encryption",
     put_bucket_encryption},
    {"DeleteBucketEncryption", "s3:PutEncryptionConfiguration", "DELETE", Target::kBucket, "encryption",
     delete_bucket_encryption},
    {"GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", "GET", Target::kBucket,
     "ownershipControls", get_ownership_controls},
    {"PutBucketOwnershipControls", "s3:PutBucketOwnershipControls", "PUT", Target::kBucket,
     "ownershipControls", put_ownership_controls},
};

}  // namespace stator::services::s3
