#include "services/s3/common/version.h"

#include <algorithm>
#include <utility>

#include "aws/percent.h"
#include "base/ascii.h"
#include "services/s3/common/messages.h"

namespace stator::services::s3 {

namespace {

constexpr std::pair<std::string_view, std::string_view> kActions[] = {
    {"s3:GetObject", "s3:GetObjectVersion"},
    {"s3:DeleteObject", "s3:DeleteObjectVersion"},
    {"s3:GetObjectAcl", "s3:GetObjectVersionAcl"},
    {"s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"},
    {"s3:GetObjectTagging", "s3:GetObjectVersionTagging"},
    {"s3:PutObjectTagging", "s3:PutObjectVersionTagging"},
    {"s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"},
};

// Seen on AWS: one of 26 characters is an id of nothing, "dsf" and "invalid" are none (versitygw #2081,
// #1811, Seagate/cortx-s3server#1724). AWS's own have 32. Where between them the border is, is [assumed].
constexpr std::size_t kMinIdBytes = 26;
constexpr std::size_t kMaxIdBytes = 1024;

bool is_id_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
         c == '-' || c == '+' || c == '/';
}

}  // namespace

std::string_view action_on_version(std::string_view action) {
  for (const auto& [plain, on_version] : kActions) {
    if (plain == action) return on_version;
  }
  return {};
}

Result<base::Ok> check_version_id(std::string_view parameter, std::string_view id) {
  if (id == kNullVersion) return base::Ok{};
  if (id.size() >= kMinIdBytes && id.size() <= kMaxIdBytes && std::ranges::all_of(id, is_id_character))
    return base::Ok{};
  return invalid_argument(messages::kBadVersion, parameter, id);
}

std::optional<std::string> version_of_source(std::string_view source) {
  constexpr std::string_view kMark = "?versionId=";
  const std::size_t at = source.find(kMark);
  if (at == source.npos) return std::nullopt;
  return aws::percent_decode_strictly(source.substr(at + kMark.size()));
}

}  // namespace stator::services::s3
