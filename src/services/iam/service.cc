#include "services/iam/service.h"

#include "services/iam/common/access.h"
#include "services/iam/ops/access_keys.h"
#include "services/iam/ops/attachments.h"
#include "services/iam/ops/context_keys.h"
#include "services/iam/ops/inline_policies.h"
#include "services/iam/ops/managed_policies.h"
#include "services/iam/ops/principals.h"
#include "services/iam/ops/simulation.h"
#include "services/iam/ops/tags.h"

namespace stator::services::iam {
namespace {

using aws::protocol::operation;
using aws::protocol::Operation;
using aws::protocol::operation_without_output;

constexpr PrincipalKind kTheRole = PrincipalKind::kRole, kTheUser = PrincipalKind::kUser,
                        kTheGroup = PrincipalKind::kGroup;

// The handler of an operation that is the same for roles, users and groups.
template <auto kFunction, PrincipalKind kKind, typename Request>
auto of(Iam& iam, const aws::RequestContext& context, Request& request) {
  return kFunction(iam, context, request, kKind);
}

constexpr Operation kOperations[] = {
    operation<Iam, NameRequest, RoleResponse, get_role>("GetRole", "iam:GetRole", kGetRoleInput,
                                                        kGetRoleOutput),
    operation<Iam, CreateRoleRequest, RoleResponse, create_role>("CreateRole", "iam:CreateRole",
                                                                 kCreateRoleInput, kCreateRoleOutput),
    operation<Iam, ListPrincipalsRequest, ListRolesResponse, list_roles>("ListRoles", "iam:ListRoles",
                                                                         kListRolesInput, kListRolesOutput),
    operation_without_output<Iam, NameRequest, of<delete_principal, kTheRole, NameRequest>>(
        "DeleteRole", "iam:DeleteRole", kDeleteRoleInput),
    operation<Iam, NameRequest, UserResponse, get_user>("GetUser", "iam:GetUser", kGetUserInput,
                                                        kGetUserOutput),
    operation<Iam, CreateUserRequest, UserResponse, create_user>("CreateUser", "iam:CreateUser",
                                                                 kCreateUserInput, kCreateUserOutput),
    operation<Iam, ListPrincipalsRequest, ListUsersResponse, list_users>("ListUsers", "iam:ListUsers",
                                                                         kListUsersInput, kListUsersOutput),
    operation_without_output<Iam, NameRequest, of<delete_principal, kTheUser, NameRequest>>(
        "DeleteUser", "iam:DeleteUser", kDeleteUserInput),
    operation<Iam, GetGroupRequest, GetGroupResponse, get_group>("GetGroup", "iam:GetGroup", kGetGroupInput,
                                                                 kGetGroupOutput),
    operation<Iam, CreateGroupRequest, GroupResponse, create_group>("CreateGroup", "iam:CreateGroup",
                                                                    kCreateGroupInput, kCreateGroupOutput),
    operation<Iam, ListPrincipalsRequest, ListGroupsResponse, list_groups>(
        "ListGroups", "iam:ListGroups", kListGroupsInput, kListGroupsOutput),
    operation_without_output<Iam, NameRequest, of<delete_principal, kTheGroup, NameRequest>>(
        "DeleteGroup", "iam:DeleteGroup", kDeleteGroupInput),
    operation<Iam, UpdateRoleRequest, UpdateRoleResponse, update_role>("UpdateRole", "iam:UpdateRole",
                                                                       kUpdateRoleInput, kUpdateRoleOutput),
    operation_without_output<Iam, RenameRequest, of<rename_principal, kTheUser, RenameRequest>>(
        "UpdateUser", "iam:UpdateUser", kUpdateUserInput),
    operation_without_output<Iam, RenameRequest, of<rename_principal, kTheGroup, RenameRequest>>(
        "UpdateGroup", "iam:UpdateGroup", kUpdateGroupInput),
    operation_without_output<Iam, UpdateAssumeRolePolicyRequest, update_assume_role_policy>(
        "UpdateAssumeRolePolicy", "iam:UpdateAssumeRolePolicy", kUpdateAssumeRolePolicyInput),
    operation<Iam, ListOfPrincipalRequest, NoInstanceProfilesResponse, list_instance_profiles_for_role>(
        "ListInstanceProfilesForRole", "iam:ListInstanceProfilesForRole", kListInstanceProfilesForRoleInput,
        kListInstanceProfilesForRoleOutput),
    operation_without_output<Iam, MembershipRequest, add_user_to_group>(
        "AddUserToGroup", "iam:AddUserToGroup", kAddUserToGroupInput),
    operation_without_output<Iam, MembershipRequest, remove_user_from_group>(
        "RemoveUserFromGroup", "iam:RemoveUserFromGroup", kRemoveUserFromGroupInput),
    operation<Iam, ListOfPrincipalRequest, ListGroupsResponse, list_groups_for_user>(
        "ListGroupsForUser", "iam:ListGroupsForUser", kListGroupsForUserInput, kListGroupsForUserOutput),
    operation_without_output<Iam, PutPolicyRequest, of<put_policy, kTheRole, PutPolicyRequest>>(
        "PutRolePolicy", "iam:PutRolePolicy", kPutRolePolicyInput),
    operation<Iam, InlinePolicyRequest, GetPolicyOfPrincipalResponse,
              of<get_policy_of_principal, kTheRole, InlinePolicyRequest>>(
        "GetRolePolicy", "iam:GetRolePolicy", kGetRolePolicyInput, kGetRolePolicyOutput),
    operation<Iam, ListOfPrincipalRequest, ListPoliciesOfPrincipalResponse,
              of<list_policies_of_principal, kTheRole, ListOfPrincipalRequest>>(
        "ListRolePolicies", "iam:ListRolePolicies", kListRolePoliciesInput, kListRolePoliciesOutput),
    operation_without_output<Iam, InlinePolicyRequest,
                             of<delete_policy_of_principal, kTheRole, InlinePolicyRequest>>(
        "DeleteRolePolicy", "iam:DeleteRolePolicy", kDeleteRolePolicyInput),
    operation_without_output<Iam, PutPolicyRequest, of<put_policy, kTheUser, PutPolicyRequest>>(
        "PutUserPolicy", "iam:PutUserPolicy", kPutUserPolicyInput),
    operation<Iam, InlinePolicyRequest, GetPolicyOfPrincipalResponse,
              of<get_policy_of_principal, kTheUser, InlinePolicyRequest>>(
        "GetUserPolicy", "iam:GetUserPolicy", kGetUserPolicyInput, kGetUserPolicyOutput),
    operation<Iam, ListOfPrincipalRequest, ListPoliciesOfPrincipalResponse,
              of<list_policies_of_principal, kTheUser, ListOfPrincipalRequest>>(
        "ListUserPolicies", "iam:ListUserPolicies", kListUserPoliciesInput, kListUserPoliciesOutput),
    operation_without_output<Iam, InlinePolicyRequest,
                             of<delete_policy_of_principal, kTheUser, InlinePolicyRequest>>(
        "DeleteUserPolicy", "iam:DeleteUserPolicy", kDeleteUserPolicyInput),
    operation_without_output<Iam, PutPolicyRequest, of<put_policy, kTheGroup, PutPolicyRequest>>(
        "PutGroupPolicy", "iam:PutGroupPolicy", kPutGroupPolicyInput),
    operation<Iam, InlinePolicyRequest, GetPolicyOfPrincipalResponse,
              of<get_policy_of_principal, kTheGroup, InlinePolicyRequest>>(
        "GetGroupPolicy", "iam:GetGroupPolicy", kGetGroupPolicyInput, kGetGroupPolicyOutput),
    operation<Iam, ListOfPrincipalRequest, ListPoliciesOfPrincipalResponse,
              of<list_policies_of_principal, kTheGroup, ListOfPrincipalRequest>>(
        "ListGroupPolicies", "iam:ListGroupPolicies", kListGroupPoliciesInput, kListGroupPoliciesOutput),
    operation_without_output<Iam, InlinePolicyRequest,
                             of<delete_policy_of_principal, kTheGroup, InlinePolicyRequest>>(
        "DeleteGroupPolicy", "iam:DeleteGroupPolicy", kDeleteGroupPolicyInput),
    operation_without_output<Iam, AttachmentRequest, of<attach_policy, kTheRole, AttachmentRequest>>(
        "AttachRolePolicy", "iam:AttachRolePolicy", kAttachRolePolicyInput),
    operation_without_output<Iam, AttachmentRequest, of<detach_policy, kTheRole, AttachmentRequest>>(
        "DetachRolePolicy", "iam:DetachRolePolicy", kDetachRolePolicyInput),
    operation<Iam, ListAttachedRequest, ListAttachedResponse,
              of<list_attached_policies, kTheRole, ListAttachedRequest>>(
        "ListAttachedRolePolicies", "iam:ListAttachedRolePolicies", kListAttachedRolePoliciesInput,
        kListAttachedRolePoliciesOutput),
    operation_without_output<Iam, PutBoundaryRequest, of<put_boundary, kTheRole, PutBoundaryRequest>>(
        "PutRolePermissionsBoundary", "iam:PutRolePermissionsBoundary", kPutRolePermissionsBoundaryInput),
    operation_without_output<Iam, NameRequest, of<delete_boundary, kTheRole, NameRequest>>(
        "DeleteRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary",
        kDeleteRolePermissionsBoundaryInput),
    operation_without_output<Iam, AttachmentRequest, of<attach_policy, kTheUser, AttachmentRequest>>(
        "AttachUserPolicy", "iam:AttachUserPolicy", kAttachUserPolicyInput),
    operation_without_output<Iam, AttachmentRequest, of<detach_policy, kTheUser, AttachmentRequest>>(
        "DetachUserPolicy", "iam:DetachUserPolicy", kDetachUserPolicyInput),
    operation<Iam, ListAttachedRequest, ListAttachedResponse,
              of<list_attached_policies, kTheUser, ListAttachedRequest>>(
        "ListAttachedUserPolicies", "iam:ListAttachedUserPolicies", kListAttachedUserPoliciesInput,
        kListAttachedUserPoliciesOutput),
    operation_without_output<Iam, PutBoundaryRequest, of<put_boundary, kTheUser, PutBoundaryRequest>>(
        "PutUserPermissionsBoundary", "iam:PutUserPermissionsBoundary", kPutUserPermissionsBoundaryInput),
    operation_without_output<Iam, NameRequest, of<delete_boundary, kTheUser, NameRequest>>(
        "DeleteUserPermissionsBoundary", "iam:DeleteUserPermissionsBoundary",
        kDeleteUserPermissionsBoundaryInput),
    operation_without_output<Iam, AttachmentRequest, of<attach_policy, kTheGroup, AttachmentRequest>>(
        "AttachGroupPolicy", "iam:AttachGroupPolicy", kAttachGroupPolicyInput),
    operation_without_output<Iam, AttachmentRequest, of<detach_policy, kTheGroup, AttachmentRequest>>(
        "DetachGroupPolicy", "iam:DetachGroupPolicy", kDetachGroupPolicyInput),
    operation<Iam, ListAttachedRequest, ListAttachedResponse,
              of<list_attached_policies, kTheGroup, ListAttachedRequest>>(
        "ListAttachedGroupPolicies", "iam:ListAttachedGroupPolicies", kListAttachedGroupPoliciesInput,
        kListAttachedGroupPoliciesOutput),
    operation<Iam, CreatePolicyRequest, PolicyResponse, create_policy>(
        "CreatePolicy", "iam:CreatePolicy", kCreatePolicyInput, kCreatePolicyOutput),
    operation<Iam, PolicyArnRequest, PolicyResponse, get_policy>("GetPolicy", "iam:GetPolicy",
                                                                 kGetPolicyInput, kGetPolicyOutput),
    operation<Iam, ListPoliciesRequest, ListPoliciesResponse, list_policies>(
        "ListPolicies", "iam:ListPolicies", kListPoliciesInput, kListPoliciesOutput),
    operation_without_output<Iam, PolicyArnRequest, delete_policy>("DeletePolicy", "iam:DeletePolicy",
                                                                   kDeletePolicyInput),
    operation<Iam, CreatePolicyVersionRequest, PolicyVersionResponse, create_policy_version>(
        "CreatePolicyVersion", "iam:CreatePolicyVersion", kCreatePolicyVersionInput,
        kCreatePolicyVersionOutput),
    operation<Iam, PolicyVersionRequest, PolicyVersionResponse, get_policy_version>(
        "GetPolicyVersion", "iam:GetPolicyVersion", kGetPolicyVersionInput, kGetPolicyVersionOutput),
    operation<Iam, ListPolicyVersionsRequest, ListPolicyVersionsResponse, list_policy_versions>(
        "ListPolicyVersions", "iam:ListPolicyVersions", kListPolicyVersionsInput, kListPolicyVersionsOutput),
    operation_without_output<Iam, PolicyVersionRequest, delete_policy_version>(
        "DeletePolicyVersion", "iam:DeletePolicyVersion", kDeletePolicyVersionInput),
    operation_without_output<Iam, PolicyVersionRequest, set_default_policy_version>(
        "SetDefaultPolicyVersion", "iam:SetDefaultPolicyVersion", kSetDefaultPolicyVersionInput),
    operation<Iam, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse, list_entities_for_policy>(
        "ListEntitiesForPolicy", "iam:ListEntitiesForPolicy", kListEntitiesForPolicyInput,
        kListEntitiesForPolicyOutput),
    operation<Iam, NameRequest, CreateAccessKeyResponse, create_access_key>(
        "CreateAccessKey", "iam:CreateAccessKey", kCreateAccessKeyInput, kCreateAccessKeyOutput),
    operation<Iam, ListOfPrincipalRequest, ListAccessKeysResponse, list_access_keys>(
        "ListAccessKeys", "iam:ListAccessKeys", kListAccessKeysInput, kListAccessKeysOutput),
    operation_without_output<Iam, UpdateAccessKeyRequest, update_access_key>(
        "UpdateAccessKey", "iam:UpdateAccessKey", kUpdateAccessKeyInput),
    operation_without_output<Iam, AccessKeyRequest, delete_access_key>(
        "DeleteAccessKey", "iam:DeleteAccessKey", kDeleteAccessKeyInput),
    operation_without_output<Iam, TagPrincipalRequest, of<tag_principal, kTheRole, TagPrincipalRequest>>(
        "TagRole", "iam:TagRole", kTagRoleInput),
    operation_without_output<Iam, UntagPrincipalRequest,
                             of<untag_principal, kTheRole, UntagPrincipalRequest>>(
        "UntagRole", "iam:UntagRole", kUntagRoleInput),
    operation<Iam, ListOfPrincipalRequest, ListTagsResponse,
              of<list_principal_tags, kTheRole, ListOfPrincipalRequest>>(
        "ListRoleTags", "iam:ListRoleTags", kListRoleTagsInput, kListRoleTagsOutput),
    operation_without_output<Iam, TagPrincipalRequest, of<tag_principal, kTheUser, TagPrincipalRequest>>(
        "TagUser", "iam:TagUser", kTagUserInput),
    operation_without_output<Iam, UntagPrincipalRequest,
                             of<untag_principal, kTheUser, UntagPrincipalRequest>>(
        "UntagUser", "iam:UntagUser", kUntagUserInput),
    operation<Iam, ListOfPrincipalRequest, ListTagsResponse,
              of<list_principal_tags, kTheUser, ListOfPrincipalRequest>>(
        "ListUserTags", "iam:ListUserTags", kListUserTagsInput, kListUserTagsOutput),
    operation_without_output<Iam, TagPolicyRequest, tag_policy>("TagPolicy", "iam:TagPolicy",
                                                                kTagPolicyInput),
    operation_without_output<Iam, UntagPolicyRequest, untag_policy>("UntagPolicy", "iam:UntagPolicy",
                                                                    kUntagPolicyInput),
    operation<Iam, ListPolicyVersionsRequest, ListTagsResponse, list_policy_tags>(
        "ListPolicyTags", "iam:ListPolicyTags", kListPolicyTagsInput, kListPolicyTagsOutput),
    operation<Iam, SimulationRequest, SimulationResponse, simulate_policies>(
        "SimulateCustomPolicy", "iam:SimulateCustomPolicy", kSimulateCustomPolicyInput,
        kSimulatePolicyOutput),
    operation<Iam, SimulationRequest, SimulationResponse, simulate_policies>(
        "SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy", kSimulatePrincipalPolicyInput,
        kSimulatePolicyOutput),
    operation<Iam, ContextKeysRequest, ContextKeysResponse, get_context_keys>(
        "GetContextKeysForCustomPolicy", "iam:GetContextKeysForCustomPolicy",
        kGetContextKeysForCustomPolicyInput, kGetContextKeysForPolicyOutput),
    operation<Iam, ContextKeysRequest, ContextKeysResponse, get_context_keys>(
        "GetContextKeysForPrincipalPolicy", "iam:GetContextKeysForPrincipalPolicy",
        kGetContextKeysForPrincipalPolicyInput, kGetContextKeysForPolicyOutput),
};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

aws::protocol::QueryEndpoint query_endpoint(Iam& iam, const aws::IdentityRules& rules) {
  return {{"iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", true, kOperations}, &iam, rules};
}

}  // namespace stator::services::iam
