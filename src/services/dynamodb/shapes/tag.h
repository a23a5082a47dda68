// TagResource, UntagResource and ListTagsOfResource.
#pragma once

#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

struct Tag {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

struct TagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::vector<Tag>> tags;
};
struct UntagResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::vector<std::string>> tag_keys;
};
struct ListTagsOfResourceRequest {
  std::optional<std::string> resource_arn;
  std::optional<std::string> next_token;
};
struct ListTagsOfResourceResponse {
  std::vector<Tag> tags;
  std::optional<std::string> next_token;
};

extern const TypedShape<std::string> kResourceArn;
extern const TypedShape<std::vector<Tag>> kTags;

extern const Structure kTagResourceInput;
extern const Structure kUntagResourceInput;
extern const Structure kListTagsOfResourceInput;
extern const Structure kListTagsOfResourceOutput;

}  // namespace stator::services::dynamodb
