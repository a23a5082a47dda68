// How IAM names buckets and objects: "arn:aws:s3:::bucket" and "arn:aws:s3:::bucket/key". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stator::objects {

inline constexpr std::string_view kArnBegin = "arn:aws:s3:::";

inline std::string bucket_arn(std::string_view bucket) { return std::string(kArnBegin).append(bucket); }

inline std::string object_arn(std::string_view bucket, std::string_view key) {
  return bucket_arn(bucket).append(1, '/').append(key);
}

// What follows kArnBegin; nothing if `arn` does not begin so.
inline std::optional<std::string_view> named_by_arn(std::string_view arn) {
  if (!arn.starts_with(kArnBegin)) return std::nullopt;
  return arn.substr(kArnBegin.size());
}

}  // namespace stator::objects
