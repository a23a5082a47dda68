#include "services/s3/common/error.h"

#include "base/log.h"

namespace stator::services::s3 {

Error from_objects(const objects::Error& error, const Resource& resource) {
  using objects::ErrorKind;
  switch (error.kind) {
    case ErrorKind::kNoSuchBucket:
      return {404, "NoSuchBucket", "The specified bucket does not exist", {{"BucketName", resource.bucket}}};
    case ErrorKind::kBucketExists:
      return {409,
              "BucketAlreadyOwnedByYou",
              "Your previous request to create the named bucket succeeded and you already own it.",
              {{"BucketName", resource.bucket}}};
    case ErrorKind::kBucketNotEmpty:
      return {409,
              "BucketNotEmpty",
              "The bucket you tried to delete is not empty",
              {{"BucketName", resource.bucket}}};
    case ErrorKind::kNoSuchKey:
      return no_such_key(resource.key);
    case ErrorKind::kNoSuchUpload:
      return {
          404,
          "NoSuchUpload",
          "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
          "aborted or completed.",
          {{"UploadId", resource.upload_id}}};
    case ErrorKind::kInvalidPart:
      return {
          400,
          "InvalidPart",
          "One or more of the specified parts could not be found.  The part may not have been uploaded, or "
          "the specified entity tag may not match the part's entity tag.",
          {{"UploadId", resource.upload_id}, {"PartNumber", std::to_string(error.detail)}}};
    case ErrorKind::kInvalidPartOrder:
      return {400,
              "InvalidPartOrder",
              "The list of parts was not in ascending order. Parts must be ordered by part number.",
              {{"UploadId", resource.upload_id}}};
    case ErrorKind::kPartTooSmall:
      return {400,
              "EntityTooSmall",
              "Your proposed upload is smaller than the minimum allowed size",
              {{"MinSizeAllowed", "5242880"}, {"PartNumber", std::to_string(error.detail)}}};
    case ErrorKind::kPreconditionFailed:
      return precondition_failed("If-None-Match");
    case ErrorKind::kConflict:
      return {
          409,
          "OperationAborted",
          "A conflicting conditional operation is currently in progress against this resource. Please try "
          "again.",
          {}};
    case ErrorKind::kBusy:
      return slow_down();
    case ErrorKind::kInternal:
      break;
  }
  base::log_error("s3", "{}", error.message);
  return internal_error();
}

Error access_denied() { return {403, "AccessDenied", "Access Denied", {}}; }

Error bad_digest(std::string_view expected_base64, std::string_view calculated_base64) {
  return {400,
          "BadDigest",
          "The Content-MD5 you specified did not match what we received.",
          {{"ExpectedDigest", std::string(expected_base64)},
           {"CalculatedDigest", std::string(calculated_base64)}}};
}

Error entity_too_large(std::uint64_t proposed, std::uint64_t allowed) {
  return {400,
          "EntityTooLarge",
          "Your proposed upload exceeds the maximum allowed size",
          {{"ProposedSize", std::to_string(proposed)}, {"MaxSizeAllowed", std::to_string(allowed)}}};
}

Error illegal_copy() {
  return invalid_request(
      "This copy request is illegal because it is trying to copy an object to itself without changing the "
      "object's metadata, storage class, website redirect location or encryption attributes.");
}

Error incomplete_body() { return {400, "IncompleteBody", "The request body terminated unexpectedly", {}}; }

Error internal_error() {
  return {500, "InternalError", "We encountered an internal error. Please try again.", {}};
}

Error invalid_argument(std::string message, std::string_view name, std::string_view value) {
  return {400,
          "InvalidArgument",
          std::move(message),
          {{"ArgumentName", std::string(name)}, {"ArgumentValue", std::string(value)}}};
}

Error invalid_bucket_name(std::string_view name) {
  return {
      400, "InvalidBucketName", "The specified bucket is not valid.", {{"BucketName", std::string(name)}}};
}

Error invalid_digest(std::string_view value) {
  return {400,
          "InvalidDigest",
          "The Content-MD5 you specified was invalid.",
          {{"Content-MD5", std::string(value)}}};
}

Error invalid_range(std::string_view range, std::uint64_t size) {
  return {416,
          "InvalidRange",
          "The requested range is not satisfiable",
          {{"RangeRequested", std::string(range)}, {"ActualObjectSize", std::to_string(size)}}};
}

Error invalid_request(std::string message) { return {400, "InvalidRequest", std::move(message), {}}; }

Error invalid_uri(std::string_view uri) {
  return {400, "InvalidURI", "Couldn't parse the specified URI.", {{"URI", std::string(uri)}}};
}

Error malformed_xml() {
  return {400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema",
          {}};
}

Error method_not_allowed(std::string_view method, std::string_view resource_type) {
  return {405,
          "MethodNotAllowed",
          "The specified method is not allowed against this resource.",
          {{"Method", std::string(method)}, {"ResourceType", std::string(resource_type)}}};
}

Error missing_content_length() {
  return {411, "MissingContentLength", "You must provide the Content-Length HTTP header.", {}};
}

Error no_such_key(std::string_view key) {
  return {404, "NoSuchKey", "The specified key does not exist.", {{"Key", std::string(key)}}};
}

Error not_implemented(std::string_view header) {
  return {501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented",
          {{"Header", std::string(header)}}};
}

Error precondition_failed(std::string_view condition) {
  return {412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
          {{"Condition", std::string(condition)}}};
}

Error not_modified() { return {304, "NotModified", "Not Modified", {}}; }

Error slow_down() { return {503, "SlowDown", "Please reduce your request rate.", {}}; }

}  // namespace stator::services::s3
