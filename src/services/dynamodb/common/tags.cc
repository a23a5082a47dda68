#include "services/dynamodb/common/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "messages/dynamodb.h"

namespace stator::services::dynamodb {

aws::Result<base::Ok> add_tags(const std::vector<Tag>& request, std::vector<db::table::Tag>* tags) {
  constexpr std::string_view kReservedPrefix = "aws:";
  std::set<std::string_view> keys;
  for (const Tag& tag : request) {
    if (tag.key->substr(0, kReservedPrefix.size()) == kReservedPrefix)
      return aws::validation_error(fmt::format(messages::kAwsTag, *tag.key));
    if (!keys.insert(*tag.key).second)
      return aws::validation_error(fmt::format(messages::kDuplicateTag, *tag.key));
    auto known =
        std::find_if(tags->begin(), tags->end(), [&](const auto& other) { return other.key == *tag.key; });
    if (known != tags->end()) {
      known->value = *tag.value;
    } else {
      tags->push_back({*tag.key, *tag.value});
    }
    if (tags->size() > db::table::kMaxTags)
      return aws::validation_error(fmt::format(messages::kTooManyTags, db::table::kMaxTags));
  }
  return base::Ok{};
}

}  // namespace stator::services::dynamodb
