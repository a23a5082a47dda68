// Tags, as alarms and dashboards have them. The shapes are for the .cc files of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/protocol/shape.h"

namespace stator::services::cloudwatch {

struct Tag {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

inline constexpr std::int64_t kMaxTags = 50;  // of one resource

inline constexpr auto kTagKey = aws::protocol::string_shape(1, 128);
inline constexpr auto kTagValue = aws::protocol::string_shape(0, 256);
inline constexpr auto kTagKeys = aws::protocol::list_shape(kTagKey, aws::protocol::kNoMinimum, kMaxTags);

inline constexpr aws::protocol::Member kTagMembers[] = {
    aws::protocol::member<&Tag::key>("Key", kTagKey, aws::protocol::kRequired),
    aws::protocol::member<&Tag::value>("Value", kTagValue, aws::protocol::kRequired),
};
inline constexpr aws::protocol::Structure kTagStructure{"Tag", kTagMembers};
inline constexpr auto kTag = aws::protocol::structure_shape<Tag>(kTagStructure);
inline constexpr auto kTags = aws::protocol::list_shape(kTag, aws::protocol::kNoMinimum, kMaxTags);

}  // namespace stator::services::cloudwatch
