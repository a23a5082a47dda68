// What is kept of buckets and objects besides bytes: tags, policy; and the settings that
// buckets never have here.
#pragma once

#include "services/s3/common/headers.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// A document `Tagging`, checked.
Result<objects::Texts> parse_tags(const std::string& xml, Tagged tagged);

base::Task<Result<net::Response>> get_bucket_versioning(Service& service, Request& request);
base::Task<Result<net::Response>> get_acl(Service& service, Request& request);
base::Task<Result<net::Response>> get_bucket_policy(Service& service, Request& request);
base::Task<Result<net::Response>> put_bucket_policy(Service& service, Request& request);
base::Task<Result<net::Response>> delete_bucket_policy(Service& service, Request& request);
base::Task<Result<net::Response>> get_bucket_tagging(Service& service, Request& request);
base::Task<Result<net::Response>> put_bucket_tagging(Service& service, Request& request);
base::Task<Result<net::Response>> delete_bucket_tagging(Service& service, Request& request);
base::Task<Result<net::Response>> get_object_tagging(Service& service, Request& request);
base::Task<Result<net::Response>> put_object_tagging(Service& service, Request& request);
base::Task<Result<net::Response>> delete_object_tagging(Service& service, Request& request);

inline constexpr Operation kSettingsOperations[] = {
    {"GetBucketVersioning", "s3:GetBucketVersioning", "GET", Target::kBucket, "versioning",
     get_bucket_versioning},
    {"GetBucketAcl", "s3:GetBucketAcl", "GET", Target::kBucket, "acl", get_acl},
    {"GetObjectAcl", "s3:GetObjectAcl", "GET", Target::kObject, "acl", get_acl},
    {"GetBucketPolicy", "s3:GetBucketPolicy", "GET", Target::kBucket, "policy", get_bucket_policy},
    {"PutBucketPolicy", "s3:PutBucketPolicy", "PUT", Target::kBucket, "policy", put_bucket_policy},
    {"DeleteBucketPolicy", "s3:DeleteBucketPolicy", "DELETE", Target::kBucket, "policy",
     delete_bucket_policy},
    {"GetBucketTagging", "s3:GetBucketTagging", "GET", Target::kBucket, "tagging", get_bucket_tagging},
    {"PutBucketTagging", "s3:PutBucketTagging", "PUT", Target::kBucket, "tagging", put_bucket_tagging},
    {"DeleteBucketTagging", "s3:PutBucketTagging", "DELETE", Target::kBucket, "tagging",
     delete_bucket_tagging},
    {"GetObjectTagging", "s3:GetObjectTagging", "GET", Target::kObject, "tagging", get_object_tagging},
    {"PutObjectTagging", "s3:PutObjectTagging", "PUT", Target::kObject, "tagging", put_object_tagging},
    {"DeleteObjectTagging", "s3:DeleteObjectTagging", "DELETE", Target::kObject, "tagging",
     delete_object_tagging},
};

}  // namespace stator::services::s3
