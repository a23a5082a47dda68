// Multipart uploads.
#pragma once

#include "services/s3/common/request.h"

namespace stator::services::s3 {

base::Task<Result<net::Response>> create_multipart_upload(Service& service, Request& request);
base::Task<Result<net::Response>> upload_part(Service& service, Request& request);  // and UploadPartCopy
base::Task<Result<net::Response>> complete_multipart_upload(Service& service, Request& request);
base::Task<Result<net::Response>> abort_multipart_upload(Service& service, Request& request);
base::Task<Result<net::Response>> list_parts(Service& service, Request& request);
base::Task<Result<net::Response>> list_multipart_uploads(Service& service, Request& request);

inline constexpr Operation kMultipartOperations[] = {
    {"CreateMultipartUpload", "s3:PutObject", "POST", Target::kObject, "uploads", create_multipart_upload},
    {"UploadPart", "s3:PutObject", "PUT", Target::kObject, "uploadId", upload_part},
    {"CompleteMultipartUpload", "s3:PutObject", "POST", Target::kObject, "uploadId",
     complete_multipart_upload},
    {"AbortMultipartUpload", "s3:AbortMultipartUpload", "DELETE", Target::kObject, "uploadId",
     abort_multipart_upload},
    {"ListParts", "s3:ListMultipartUploadParts", "GET", Target::kObject, "uploadId", list_parts},
    {"ListMultipartUploads", "s3:ListBucketMultipartUploads", "GET", Target::kBucket, "uploads",
     list_multipart_uploads},
};

}  // namespace stator::services::s3
