// Errors of S3, in its own words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "objects/error.h"

namespace stator::services::s3 {

struct Error {
  int status = 400;
  std::string code;
  std::string message;
  std::vector<std::pair<std::string, std::string>> details;  // further elements of the body, in order
};

template <typename T>
using Result = base::Result<T, Error>;

// What an error is about.
struct Resource {
  std::string bucket;
  std::string key;
  std::string upload_id;
};

Error from_objects(const objects::Error& error, const Resource& resource);

Error access_denied();
Error bad_digest(std::string_view expected_base64, std::string_view calculated_base64);
Error entity_too_small(std::uint64_t proposed, std::uint64_t allowed);
Error entity_too_large(std::uint64_t proposed, std::uint64_t allowed);
Error illegal_copy();
Error incomplete_body();
Error internal_error();
Error invalid_argument(std::string message, std::string_view name, std::string_view value);
Error invalid_bucket_name(std::string_view name);
Error invalid_digest(std::string_view value);
Error invalid_range(std::string_view range, std::uint64_t size);
Error invalid_request(std::string message);
Error invalid_uri(std::string_view uri);
Error malformed_xml();
Error method_not_allowed(std::string_view method, std::string_view resource_type);
Error missing_content_length();
Error no_such_bucket_policy(std::string_view bucket);
Error no_such_key(std::string_view key);
Error no_such_version(std::string_view key, std::string_view version);
Error not_implemented(std::string_view header);
Error precondition_failed(std::string_view condition);
Error not_modified();  // status 304: no body
Error slow_down();

}  // namespace stator::services::s3
