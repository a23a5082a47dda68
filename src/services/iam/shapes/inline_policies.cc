#include "services/iam/shapes/inline_policies.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kPutRolePolicyInputMembers[] = {
    member<&PutPolicyRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&PutPolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
    member<&PutPolicyRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
};
}  // namespace
constinit const Structure kPutRolePolicyInput{"PutRolePolicyRequest", kPutRolePolicyInputMembers};
namespace {
constexpr Member kGetRolePolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kGetRolePolicyInput{"GetRolePolicyRequest", kGetRolePolicyInputMembers};
namespace {
constexpr Member kGetRolePolicyOutputMembers[] = {
    member<&GetPolicyOfPrincipalResponse::name>("RoleName", kRoleNameType),
    member<&GetPolicyOfPrincipalResponse::policy_name>("PolicyName", kPolicyNameType),
    member<&GetPolicyOfPrincipalResponse::policy_document>("PolicyDocument", kPolicyDocumentType),
};
}  // namespace
constinit const Structure kGetRolePolicyOutput{"GetRolePolicyResponse", kGetRolePolicyOutputMembers};
namespace {
constexpr Member kListRolePoliciesInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListRolePoliciesInput{"ListRolePoliciesRequest", kListRolePoliciesInputMembers};
namespace {
constexpr Member kListRolePoliciesOutputMembers[] = {
    member<&ListPoliciesOfPrincipalResponse::policy_names>("PolicyNames", kPolicyNameListType),
    member<&ListPoliciesOfPrincipalResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListPoliciesOfPrincipalResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListRolePoliciesOutput{"ListRolePoliciesResponse", kListRolePoliciesOutputMembers};
namespace {
constexpr Member kDeleteRolePolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteRolePolicyInput{"DeleteRolePolicyRequest", kDeleteRolePolicyInputMembers};
namespace {
constexpr Member kPutUserPolicyInputMembers[] = {
    member<&PutPolicyRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&PutPolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
    member<&PutPolicyRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
};
}  // namespace
constinit const Structure kPutUserPolicyInput{"PutUserPolicyRequest", kPutUserPolicyInputMembers};
namespace {
constexpr Member kGetUserPolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kGetUserPolicyInput{"GetUserPolicyRequest", kGetUserPolicyInputMembers};
namespace {
constexpr Member kGetUserPolicyOutputMembers[] = {
    member<&GetPolicyOfPrincipalResponse::name>("UserName", kExistingUserNameType),
    member<&GetPolicyOfPrincipalResponse::policy_name>("PolicyName", kPolicyNameType),
    member<&GetPolicyOfPrincipalResponse::policy_document>("PolicyDocument", kPolicyDocumentType),
};
}  // namespace
constinit const Structure kGetUserPolicyOutput{"GetUserPolicyResponse", kGetUserPolicyOutputMembers};
namespace {
constexpr Member kListUserPoliciesInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListUserPoliciesInput{"ListUserPoliciesRequest", kListUserPoliciesInputMembers};
namespace {
constexpr Member kListUserPoliciesOutputMembers[] = {
    member<&ListPoliciesOfPrincipalResponse::policy_names>("PolicyNames", kPolicyNameListType),
    member<&ListPoliciesOfPrincipalResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListPoliciesOfPrincipalResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListUserPoliciesOutput{"ListUserPoliciesResponse", kListUserPoliciesOutputMembers};
namespace {
constexpr Member kDeleteUserPolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteUserPolicyInput{"DeleteUserPolicyRequest", kDeleteUserPolicyInputMembers};
namespace {
constexpr Member kPutGroupPolicyInputMembers[] = {
    member<&PutPolicyRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&PutPolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
    member<&PutPolicyRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
};
}  // namespace
constinit const Structure kPutGroupPolicyInput{"PutGroupPolicyRequest", kPutGroupPolicyInputMembers};
namespace {
constexpr Member kGetGroupPolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kGetGroupPolicyInput{"GetGroupPolicyRequest", kGetGroupPolicyInputMembers};
namespace {
constexpr Member kGetGroupPolicyOutputMembers[] = {
    member<&GetPolicyOfPrincipalResponse::name>("GroupName", kGroupNameType),
    member<&GetPolicyOfPrincipalResponse::policy_name>("PolicyName", kPolicyNameType),
    member<&GetPolicyOfPrincipalResponse::policy_document>("PolicyDocument", kPolicyDocumentType),
};
}  // namespace
constinit const Structure kGetGroupPolicyOutput{"GetGroupPolicyResponse", kGetGroupPolicyOutputMembers};
namespace {
constexpr Member kListGroupPoliciesInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListGroupPoliciesInput{"ListGroupPoliciesRequest", kListGroupPoliciesInputMembers};
namespace {
constexpr Member kListGroupPoliciesOutputMembers[] = {
    member<&ListPoliciesOfPrincipalResponse::policy_names>("PolicyNames", kPolicyNameListType),
    member<&ListPoliciesOfPrincipalResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListPoliciesOfPrincipalResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListGroupPoliciesOutput{"ListGroupPoliciesResponse",
                                                   kListGroupPoliciesOutputMembers};
namespace {
constexpr Member kDeleteGroupPolicyInputMembers[] = {
    member<&InlinePolicyRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&InlinePolicyRequest::policy_name>("PolicyName", kPolicyNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteGroupPolicyInput{"DeleteGroupPolicyRequest", kDeleteGroupPolicyInputMembers};

}  // namespace stator::services::iam
