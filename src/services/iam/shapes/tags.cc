#include "services/iam/shapes/tags.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kTagRoleInputMembers[] = {
    member<&TagPrincipalRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&TagPrincipalRequest::tags>("Tags", kTagListType, kRequired),
};
}  // namespace
constinit const Structure kTagRoleInput{"TagRoleRequest", kTagRoleInputMembers};
namespace {
constexpr Member kUntagRoleInputMembers[] = {
    member<&UntagPrincipalRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&UntagPrincipalRequest::tag_keys>("TagKeys", kTagKeyListType, kRequired),
};
}  // namespace
constinit const Structure kUntagRoleInput{"UntagRoleRequest", kUntagRoleInputMembers};
namespace {
constexpr Member kListRoleTagsInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListRoleTagsInput{"ListRoleTagsRequest", kListRoleTagsInputMembers};
namespace {
constexpr Member kListRoleTagsOutputMembers[] = {
    member<&ListTagsResponse::tags>("Tags", kTagListType),
    member<&ListTagsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListTagsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListRoleTagsOutput{"ListRoleTagsResponse", kListRoleTagsOutputMembers};
namespace {
constexpr Member kTagUserInputMembers[] = {
    member<&TagPrincipalRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&TagPrincipalRequest::tags>("Tags", kTagListType, kRequired),
};
}  // namespace
constinit const Structure kTagUserInput{"TagUserRequest", kTagUserInputMembers};
namespace {
constexpr Member kUntagUserInputMembers[] = {
    member<&UntagPrincipalRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&UntagPrincipalRequest::tag_keys>("TagKeys", kTagKeyListType, kRequired),
};
}  // namespace
constinit const Structure kUntagUserInput{"UntagUserRequest", kUntagUserInputMembers};
namespace {
constexpr Member kListUserTagsInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListUserTagsInput{"ListUserTagsRequest", kListUserTagsInputMembers};
namespace {
constexpr Member kListUserTagsOutputMembers[] = {
    member<&ListTagsResponse::tags>("Tags", kTagListType),
    member<&ListTagsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListTagsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListUserTagsOutput{"ListUserTagsResponse", kListUserTagsOutputMembers};
namespace {
constexpr Member kTagPolicyInputMembers[] = {
    member<&TagPolicyRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&TagPolicyRequest::tags>("Tags", kTagListType, kRequired),
};
}  // namespace
constinit const Structure kTagPolicyInput{"TagPolicyRequest", kTagPolicyInputMembers};
namespace {
constexpr Member kUntagPolicyInputMembers[] = {
    member<&UntagPolicyRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&UntagPolicyRequest::tag_keys>("TagKeys", kTagKeyListType, kRequired),
};
}  // namespace
constinit const Structure kUntagPolicyInput{"UntagPolicyRequest", kUntagPolicyInputMembers};
namespace {
constexpr Member kListPolicyTagsInputMembers[] = {
    member<&ListPolicyVersionsRequest::policy_arn>("PolicyArn", kArnType, kRequired),
    member<&ListPolicyVersionsRequest::marker>("Marker", kMarkerType),
    member<&ListPolicyVersionsRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListPolicyTagsInput{"ListPolicyTagsRequest", kListPolicyTagsInputMembers};
namespace {
constexpr Member kListPolicyTagsOutputMembers[] = {
    member<&ListTagsResponse::tags>("Tags", kTagListType),
    member<&ListTagsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListTagsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListPolicyTagsOutput{"ListPolicyTagsResponse", kListPolicyTagsOutputMembers};

}  // namespace stator::services::iam
