// CopyObject, and the reading of what is copied, for UploadPartCopy, too.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/s3/common/headers.h"
#include "services/s3/common/payload.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// The source of a copy, which passed the conditions of the request.
struct CopySource {
  objects::BucketName bucket;
  std::string key;
  objects::Object object;
  std::unique_ptr<objects::ObjectReader> reader;
};
// `wanted` says what of the object is to be copied, or why it is not.
using WantedRange = std::function<Result<Range>(const objects::Object&)>;
base::Task<Result<CopySource>> open_copy_source(Service& service, const Request& request, WantedRange wanted);

// What the reader has left, in a blob of its own.
base::Task<Result<Payload>> copy_bytes(Service& service, const Request& request, const CopySource& source,
                                       const ChecksumAlgorithm& algorithm);

base::Task<Result<net::Response>> copy_object(Service& service, Request& request);

inline constexpr Operation kCopyObject = {"CopyObject",    "s3:PutObject",      "PUT",
                                          Target::kObject, "x-amz-copy-source", copy_object};

}  // namespace stator::services::s3
