// Forms in which S3 writes names and times. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stator::services::s3 {

// "2026-01-31T12:00:00.000Z": the second only, as in Last-Modified, which clients compare with it
// (aws/aws-cli#5369).
std::string iso_time(std::int64_t unix_micros);
// "Sun, 06 Nov 1994 08:49:37 GMT", in seconds since 1970.
std::optional<std::int64_t> parse_http_date(std::string_view text);
// "20260131T120000Z"
std::optional<std::int64_t> parse_amz_date(std::string_view text);

// As encoding-type=url asks: all but unreserved characters and '/'.
std::string url_encoded(std::string_view text);

std::string quoted(std::string_view etag);
// Without the quotes around it, if there are any.
std::string_view unquoted(std::string_view etag);

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

// All of it, in decimal.
std::optional<std::uint64_t> parse_number(std::string_view text);

// "Bucket names ... between 3 and 63 characters of small letters, digits, dots and hyphens ...".
bool is_bucket_name(std::string_view name);

}  // namespace stator::services::s3
