// The headers of a request that become an object's, the conditions of a request, and ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "objects/object_store.h"
#include "services/s3/common/request.h"

namespace stator::services::s3 {

// Content-Type and its kin, and x-amz-meta-*; checked. MetadataTooLarge, NotImplemented for what the server
// does not do (keys of KMS or of the client, locks).
Result<objects::Texts> object_headers(const Request& request);

// The tags of x-amz-tagging: "a=1&b=2".
Result<objects::Texts> tags_of_header(const Request& request);

// What has tags: 10 of an object, 50 of a bucket.
enum class Tagged : std::uint8_t { kObject, kBucket };
// BadRequest for too many, InvalidTag for a key or value that is none.
Result<base::Ok> check_tags(const objects::Texts& tags, Tagged tagged);

// If-Match and If-None-Match of a write.
Result<objects::WriteCondition> write_condition(const Request& request);
// The error of a write whose condition did not hold says which one it was.
Error write_error(const Request& request, const objects::Error& error);

// Holds the four conditions, whose headers begin with `prefix`, against an object: NotModified, or
// PreconditionFailed. Copies know no NotModified.
Result<base::Ok> check_read_conditions(const Request& request, std::string_view prefix,
                                       const objects::Object& object);

struct Range {
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};
// Nothing: the whole object, also where the header is none that is known. InvalidRange.
Result<std::optional<Range>> parse_range(std::string_view header, std::uint64_t object_size);

// Last-Modified, ETag and all that belongs to the object, to the response of Get and Head. Parameters
// response-content-type and its kin take the place of what is stored.
void add_object_headers(const Request& request, const objects::Object& object, net::HeaderBlock* headers);
// What S3 says of every object since 2023-01, and of what becomes one.
void add_encryption_header(net::HeaderBlock* headers);
void add_checksum_headers(const objects::Checksum& checksum, net::HeaderBlock* headers);

// x-amz-expected-bucket-owner.
Result<base::Ok> check_expected_owner(const Request& request);

}  // namespace stator::services::s3
