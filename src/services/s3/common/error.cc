#include "services/s3/common/error.h"

#include "aws/error.h"
#include "identity/messages.h"
#include "objects/model.h"
#include "services/s3/common/messages.h"

namespace stator::services::s3 {

Error from_objects(const objects::Error& error, const Resource& resource) {
  using objects::ErrorKind;
  switch (error.kind) {
    case ErrorKind::kNoSuchBucket:
      return {404, "NoSuchBucket", messages::kNoSuchBucket, {{"BucketName", resource.bucket}}};
    case ErrorKind::kBucketExists:
      return {409, "BucketAlreadyOwnedByYou", messages::kBucketIsYours, {{"BucketName", resource.bucket}}};
    case ErrorKind::kBucketNotEmpty:
      return {409, "BucketNotEmpty", messages::kBucketNotEmpty, {{"BucketName", resource.bucket}}};
    case ErrorKind::kNoSuchKey:
      return no_such_key(resource.key);
    case ErrorKind::kNoSuchUpload:
      return {404, "NoSuchUpload", messages::kNoSuchUpload, {{"UploadId", resource.upload_id}}};
    case ErrorKind::kInvalidPart:
      return {400,
              "InvalidPart",
              messages::kInvalidPart,
              {{"UploadId", resource.upload_id},
               {"PartNumber", std::to_string(error.detail)},
               {"ETag", error.text}}};
    case ErrorKind::kInvalidPartOrder:
      return {400, "InvalidPartOrder", messages::kInvalidPartOrder, {{"UploadId", resource.upload_id}}};
    case ErrorKind::kPartTooSmall:
      return {400,
              "EntityTooSmall",
              messages::kEntityTooSmall,
              {{"MinSizeAllowed", std::to_string(objects::kMinPartBytes)},
               {"PartNumber", std::to_string(error.detail)}}};
    case ErrorKind::kPreconditionFailed:
      return precondition_failed("If-None-Match");
    case ErrorKind::kConflict:
      return {409, "OperationAborted", messages::kConflict, {}};
    case ErrorKind::kBusy:
      return slow_down();
    case ErrorKind::kUnknownOutcome:
    case ErrorKind::kInternal:
      break;
  }
  aws::log_internal_error("s3", error.message);
  return internal_error();
}

Error access_denied() { return {403, "AccessDenied", identity::messages::kAccessDenied, {}}; }

Error bad_digest(std::string_view expected_base64, std::string_view calculated_base64) {
  return {400,
          "BadDigest",
          messages::kBadDigest,
          {{"ExpectedDigest", std::string(expected_base64)},
           {"CalculatedDigest", std::string(calculated_base64)}}};
}

Error entity_too_small(std::uint64_t proposed, std::uint64_t allowed) {
  return {400,
          "EntityTooSmall",
          messages::kEntityTooSmall,
          {{"ProposedSize", std::to_string(proposed)}, {"MinSizeAllowed", std::to_string(allowed)}}};
}

Error entity_too_large(std::uint64_t proposed, std::uint64_t allowed) {
  return {400,
          "EntityTooLarge",
          messages::kEntityTooLarge,
          {{"ProposedSize", std::to_string(proposed)}, {"MaxSizeAllowed", std::to_string(allowed)}}};
}

Error illegal_copy() { return invalid_request(messages::kIllegalCopy); }

Error incomplete_body() { return {400, "IncompleteBody", messages::kIncompleteBody, {}}; }

Error internal_error() { return {500, "InternalError", messages::kInternalError, {}}; }

Error invalid_argument(std::string message, std::string_view name, std::string_view value) {
  return {400,
          "InvalidArgument",
          std::move(message),
          {{"ArgumentName", std::string(name)}, {"ArgumentValue", std::string(value)}}};
}

Error invalid_bucket_name(std::string_view name) {
  return {400, "InvalidBucketName", messages::kInvalidBucketName, {{"BucketName", std::string(name)}}};
}

Error invalid_digest(std::string_view value) {
  return {400, "InvalidDigest", messages::kInvalidDigest, {{"Content-MD5", std::string(value)}}};
}

Error invalid_range(std::string_view range, std::uint64_t size) {
  return {416,
          "InvalidRange",
          messages::kInvalidRange,
          {{"RangeRequested", std::string(range)}, {"ActualObjectSize", std::to_string(size)}}};
}

Error invalid_request(std::string message) { return {400, "InvalidRequest", std::move(message), {}}; }

Error invalid_uri(std::string_view uri) {
  return {400, "InvalidURI", messages::kInvalidUri, {{"URI", std::string(uri)}}};
}

Error malformed_xml() { return {400, "MalformedXML", messages::kMalformedXml, {}}; }

Error method_not_allowed(std::string_view method, std::string_view resource_type) {
  return {405,
          "MethodNotAllowed",
          messages::kMethodNotAllowed,
          {{"Method", std::string(method)}, {"ResourceType", std::string(resource_type)}}};
}

Error missing_content_length() { return {411, "MissingContentLength", messages::kMissingContentLength, {}}; }

Error no_such_bucket_policy(std::string_view bucket) {
  return {404, "NoSuchBucketPolicy", messages::kNoSuchBucketPolicy, {{"BucketName", std::string(bucket)}}};
}

Error no_such_key(std::string_view key) {
  return {404, "NoSuchKey", messages::kNoSuchKey, {{"Key", std::string(key)}}};
}

Error no_such_version(std::string_view key, std::string_view version) {
  return {404,
          "NoSuchVersion",
          messages::kNoSuchVersion,
          {{"Key", std::string(key)}, {"VersionId", std::string(version)}}};
}

Error not_implemented(std::string_view header) {
  return {501, "NotImplemented", messages::kNotImplemented, {{"Header", std::string(header)}}};
}

Error precondition_failed(std::string_view condition) {
  return {412, "PreconditionFailed", messages::kPreconditionFailed, {{"Condition", std::string(condition)}}};
}

Error not_modified() { return {304, "NotModified", messages::kNotModified, {}}; }

Error slow_down() { return {503, "SlowDown", messages::kSlowDown, {}}; }

}  // namespace stator::services::s3
