// Ids of versions. No bucket has versions: each object is its own only one, "null". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "services/s3/common/error.h"

namespace stator::services::s3 {

inline constexpr std::string_view kNullVersion = "null";

// The action of an operation that names a version, "s3:GetObjectVersion" for "s3:GetObject". Empty:
// operations of this action take none.
std::string_view action_on_version(std::string_view action);

// InvalidArgument for what no id of a version looks like; `parameter` is where it stands.
Result<base::Ok> check_version_id(std::string_view parameter, std::string_view id);

// Of x-amz-copy-source: "bucket/key?versionId=id".
std::optional<std::string> version_of_source(std::string_view source);

}  // namespace stator::services::s3
