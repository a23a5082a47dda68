#include "services/iam/shapes/attachments.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kAttachRolePolicyInputMembers[] = {
    member<&AttachmentRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kAttachRolePolicyInput{"AttachRolePolicyRequest", kAttachRolePolicyInputMembers};
namespace {
constexpr Member kDetachRolePolicyInputMembers[] = {
    member<&AttachmentRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kDetachRolePolicyInput{"DetachRolePolicyRequest", kDetachRolePolicyInputMembers};
namespace {
constexpr Member kListAttachedRolePoliciesInputMembers[] = {
    member<&ListAttachedRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&ListAttachedRequest::path_prefix>("PathPrefix", kPolicyPathType),
    member<&ListAttachedRequest::marker>("Marker", kMarkerType),
    member<&ListAttachedRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListAttachedRolePoliciesInput{"ListAttachedRolePoliciesRequest",
                                                         kListAttachedRolePoliciesInputMembers};
namespace {
constexpr Member kListAttachedRolePoliciesOutputMembers[] = {
    member<&ListAttachedResponse::attached_policies>("AttachedPolicies", kAttachedPoliciesListType),
    member<&ListAttachedResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListAttachedResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListAttachedRolePoliciesOutput{"ListAttachedRolePoliciesResponse",
                                                          kListAttachedRolePoliciesOutputMembers};
namespace {
constexpr Member kPutRolePermissionsBoundaryInputMembers[] = {
    member<&PutBoundaryRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&PutBoundaryRequest::permissions_boundary>("PermissionsBoundary", kArnType, kRequired),
};
}  // namespace
constinit const Structure kPutRolePermissionsBoundaryInput{"PutRolePermissionsBoundaryRequest",
                                                           kPutRolePermissionsBoundaryInputMembers};
namespace {
constexpr Member kDeleteRolePermissionsBoundaryInputMembers[] = {
    member<&NameRequest::name>("RoleName", kRoleNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteRolePermissionsBoundaryInput{"DeleteRolePermissionsBoundaryRequest",
                                                              kDeleteRolePermissionsBoundaryInputMembers};
namespace {
constexpr Member kAttachUserPolicyInputMembers[] = {
    member<&AttachmentRequest::name>("UserName", kUserNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kAttachUserPolicyInput{"AttachUserPolicyRequest", kAttachUserPolicyInputMembers};
namespace {
constexpr Member kDetachUserPolicyInputMembers[] = {
    member<&AttachmentRequest::name>("UserName", kUserNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kDetachUserPolicyInput{"DetachUserPolicyRequest", kDetachUserPolicyInputMembers};
namespace {
constexpr Member kListAttachedUserPoliciesInputMembers[] = {
    member<&ListAttachedRequest::name>("UserName", kUserNameType, kRequired),
    member<&ListAttachedRequest::path_prefix>("PathPrefix", kPolicyPathType),
    member<&ListAttachedRequest::marker>("Marker", kMarkerType),
    member<&ListAttachedRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListAttachedUserPoliciesInput{"ListAttachedUserPoliciesRequest",
                                                         kListAttachedUserPoliciesInputMembers};
namespace {
constexpr Member kListAttachedUserPoliciesOutputMembers[] = {
    member<&ListAttachedResponse::attached_policies>("AttachedPolicies", kAttachedPoliciesListType),
    member<&ListAttachedResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListAttachedResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListAttachedUserPoliciesOutput{"ListAttachedUserPoliciesResponse",
                                                          kListAttachedUserPoliciesOutputMembers};
namespace {
constexpr Member kPutUserPermissionsBoundaryInputMembers[] = {
    member<&PutBoundaryRequest::name>("UserName", kUserNameType, kRequired),
    member<&PutBoundaryRequest::permissions_boundary>("PermissionsBoundary", kArnType, kRequired),
};
}  // namespace
constinit const Structure kPutUserPermissionsBoundaryInput{"PutUserPermissionsBoundaryRequest",
                                                           kPutUserPermissionsBoundaryInputMembers};
namespace {
constexpr Member kDeleteUserPermissionsBoundaryInputMembers[] = {
    member<&NameRequest::name>("UserName", kUserNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteUserPermissionsBoundaryInput{"DeleteUserPermissionsBoundaryRequest",
                                                              kDeleteUserPermissionsBoundaryInputMembers};
namespace {
constexpr Member kAttachGroupPolicyInputMembers[] = {
    member<&AttachmentRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kAttachGroupPolicyInput{"AttachGroupPolicyRequest", kAttachGroupPolicyInputMembers};
namespace {
constexpr Member kDetachGroupPolicyInputMembers[] = {
    member<&AttachmentRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&AttachmentRequest::policy_arn>("PolicyArn", kArnType, kRequired),
};
}  // namespace
constinit const Structure kDetachGroupPolicyInput{"DetachGroupPolicyRequest", kDetachGroupPolicyInputMembers};
namespace {
constexpr Member kListAttachedGroupPoliciesInputMembers[] = {
    member<&ListAttachedRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&ListAttachedRequest::path_prefix>("PathPrefix", kPolicyPathType),
    member<&ListAttachedRequest::marker>("Marker", kMarkerType),
    member<&ListAttachedRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListAttachedGroupPoliciesInput{"ListAttachedGroupPoliciesRequest",
                                                          kListAttachedGroupPoliciesInputMembers};
namespace {
constexpr Member kListAttachedGroupPoliciesOutputMembers[] = {
    member<&ListAttachedResponse::attached_policies>("AttachedPolicies", kAttachedPoliciesListType),
    member<&ListAttachedResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListAttachedResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListAttachedGroupPoliciesOutput{"ListAttachedGroupPoliciesResponse",
                                                           kListAttachedGroupPoliciesOutputMembers};

}  // namespace stator::services::iam
