// ListObjects, ListObjectsV2 and ListObjectVersions.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> list_objects(Service& service, Request& request);
base::Task<Result<net::Response>> list_objects_v2(Service& service, Request& request);
// Each object is the only version of its key.
base::Task<Result<net::Response>> list_object_versions(Service& service, Request& request);

inline constexpr Operation kListObjects = {"ListObjects", "s3:ListBucket", "GET", Target::kBucket, "",
                                           list_objects};
inline constexpr Operation kListObjectsV2 = {"ListObjectsV2", "s3:ListBucket", "GET",
                                             Target::kBucket, "list-type",     list_objects_v2};
inline constexpr Operation kListObjectVersions = {
    "ListObjectVersions", "s3:ListBucketVersions", "GET", Target::kBucket, "versions", list_object_versions};

// What every list takes: max-keys (or its like) within [0, 1000], and encoding-type.
Result<std::size_t> list_limit(const Request& request, std::string_view parameter);
Result<std::size_t> list_number(std::string_view parameter, std::string_view text);
Result<bool> wants_url_encoding(const Request& request);

// Continuation tokens: what was listed last.
std::string token_of(std::string_view last);
Result<std::string> read_token(std::string_view token);

}  // namespace stator::services::s3
