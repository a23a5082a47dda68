#include "services/dynamodb/shapes/tag.h"

namespace stator::services::dynamodb {
namespace {

using namespace aws::protocol;  // the vocabulary of shape tables

constexpr auto kTagKey = string_shape(1, 128);
constexpr auto kTagValue = string_shape(0, 256);
constexpr Member kTagMembers[] = {
    member<&Tag::key>("Key", kTagKey, kRequired),
    member<&Tag::value>("Value", kTagValue, kRequired),
};
constexpr Structure kTagStructure{"Tag", kTagMembers};
constexpr auto kTag = structure_shape<Tag>(kTagStructure);
constexpr auto kTagKeys = list_shape(kTagKey);

}  // namespace

constinit const TypedShape<std::string> kResourceArn = string_shape(1, 1283);
constinit const TypedShape<std::vector<Tag>> kTags = list_shape(kTag);

namespace {

constexpr Member kTagResourceMembers[] = {
    member<&TagResourceRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
    member<&TagResourceRequest::tags>("Tags", kTags, kRequired),
};
constexpr Member kUntagResourceMembers[] = {
    member<&UntagResourceRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
    member<&UntagResourceRequest::tag_keys>("TagKeys", kTagKeys, kRequired),
};
constexpr Member kListTagsMembers[] = {
    member<&ListTagsOfResourceRequest::resource_arn>("ResourceArn", kResourceArn, kRequired),
    member<&ListTagsOfResourceRequest::next_token>("NextToken", kText),
};
constexpr Member kListTagsOutputMembers[] = {
    member<&ListTagsOfResourceResponse::tags>("Tags", kTags),
    member<&ListTagsOfResourceResponse::next_token>("NextToken", kText),
};

}  // namespace

constinit const Structure kTagResourceInput{"TagResourceInput", kTagResourceMembers};
constinit const Structure kUntagResourceInput{"UntagResourceInput", kUntagResourceMembers};
constinit const Structure kListTagsOfResourceInput{"ListTagsOfResourceInput", kListTagsMembers};
constinit const Structure kListTagsOfResourceOutput{"ListTagsOfResourceOutput", kListTagsOutputMembers};

}  // namespace stator::services::dynamodb
