// Operations on buckets as such.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> list_buckets(Service& service, Request& request);
base::Task<Result<net::Response>> create_bucket(Service& service, Request& request);
base::Task<Result<net::Response>> head_bucket(Service& service, Request& request);
base::Task<Result<net::Response>> delete_bucket(Service& service, Request& request);
base::Task<Result<net::Response>> get_bucket_location(Service& service, Request& request);

inline constexpr Operation kListBuckets = {"ListBuckets", "s3:ListAllMyBuckets", "GET", Target::kService, "",
                                           list_buckets};
inline constexpr Operation kCreateBucket = {"CreateBucket", "s3:CreateBucket", "PUT", Target::kBucket, "",
                                            create_bucket};
inline constexpr Operation kHeadBucket = {"HeadBucket", "s3:ListBucket", "HEAD", Target::kBucket,
                                          "",           head_bucket};
inline constexpr Operation kDeleteBucket = {"DeleteBucket", "s3:DeleteBucket", "DELETE", Target::kBucket, "",
                                            delete_bucket};
inline constexpr Operation kGetBucketLocation = {
    "GetBucketLocation", "s3:GetBucketLocation", "GET", Target::kBucket, "location", get_bucket_location};

}  // namespace stator::services::s3
