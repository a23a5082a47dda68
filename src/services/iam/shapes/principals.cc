#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

using namespace aws::protocol;  // the vocabulary of shape tables

namespace {
constexpr Member kGetRoleInputMembers[] = {
    member<&NameRequest::name>("RoleName", kRoleNameType, kRequired),
};
}  // namespace
constinit const Structure kGetRoleInput{"GetRoleRequest", kGetRoleInputMembers};
namespace {
constexpr Member kGetRoleOutputMembers[] = {
    member<&RoleResponse::role>("Role", kRole),
};
}  // namespace
constinit const Structure kGetRoleOutput{"GetRoleResponse", kGetRoleOutputMembers};
namespace {
constexpr Member kCreateRoleInputMembers[] = {
    member<&CreateRoleRequest::path>("Path", kPathType),
    member<&CreateRoleRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&CreateRoleRequest::assume_role_policy_document>("AssumeRolePolicyDocument", kPolicyDocumentType,
                                                            kRequired),
    member<&CreateRoleRequest::description>("Description", kRoleDescriptionType),
    member<&CreateRoleRequest::max_session_duration>("MaxSessionDuration", kRoleMaxSessionDurationType),
    member<&CreateRoleRequest::permissions_boundary>("PermissionsBoundary", kArnType),
    member<&CreateRoleRequest::tags>("Tags", kTagListType),
};
}  // namespace
constinit const Structure kCreateRoleInput{"CreateRoleRequest", kCreateRoleInputMembers};
namespace {
constexpr Member kCreateRoleOutputMembers[] = {
    member<&RoleResponse::role>("Role", kRole),
};
}  // namespace
constinit const Structure kCreateRoleOutput{"CreateRoleResponse", kCreateRoleOutputMembers};
namespace {
constexpr Member kListRolesInputMembers[] = {
    member<&ListPrincipalsRequest::path_prefix>("PathPrefix", kPathPrefixType),
    member<&ListPrincipalsRequest::marker>("Marker", kMarkerType),
    member<&ListPrincipalsRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListRolesInput{"ListRolesRequest", kListRolesInputMembers};
namespace {
constexpr Member kListRolesOutputMembers[] = {
    member<&ListRolesResponse::roles>("Roles", kRoleListType),
    member<&ListRolesResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListRolesResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListRolesOutput{"ListRolesResponse", kListRolesOutputMembers};
namespace {
constexpr Member kDeleteRoleInputMembers[] = {
    member<&NameRequest::name>("RoleName", kRoleNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteRoleInput{"DeleteRoleRequest", kDeleteRoleInputMembers};
namespace {
constexpr Member kGetUserInputMembers[] = {
    member<&NameRequest::name>("UserName", kExistingUserNameType),
};
}  // namespace
constinit const Structure kGetUserInput{"GetUserRequest", kGetUserInputMembers};
namespace {
constexpr Member kGetUserOutputMembers[] = {
    member<&UserResponse::user>("User", kUser),
};
}  // namespace
constinit const Structure kGetUserOutput{"GetUserResponse", kGetUserOutputMembers};
namespace {
constexpr Member kCreateUserInputMembers[] = {
    member<&CreateUserRequest::path>("Path", kPathType),
    member<&CreateUserRequest::name>("UserName", kUserNameType, kRequired),
    member<&CreateUserRequest::permissions_boundary>("PermissionsBoundary", kArnType),
    member<&CreateUserRequest::tags>("Tags", kTagListType),
};
}  // namespace
constinit const Structure kCreateUserInput{"CreateUserRequest", kCreateUserInputMembers};
namespace {
constexpr Member kCreateUserOutputMembers[] = {
    member<&UserResponse::user>("User", kUser),
};
}  // namespace
constinit const Structure kCreateUserOutput{"CreateUserResponse", kCreateUserOutputMembers};
namespace {
constexpr Member kListUsersInputMembers[] = {
    member<&ListPrincipalsRequest::path_prefix>("PathPrefix", kPathPrefixType),
    member<&ListPrincipalsRequest::marker>("Marker", kMarkerType),
    member<&ListPrincipalsRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListUsersInput{"ListUsersRequest", kListUsersInputMembers};
namespace {
constexpr Member kListUsersOutputMembers[] = {
    member<&ListUsersResponse::users>("Users", kUserListType),
    member<&ListUsersResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListUsersResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListUsersOutput{"ListUsersResponse", kListUsersOutputMembers};
namespace {
constexpr Member kDeleteUserInputMembers[] = {
    member<&NameRequest::name>("UserName", kExistingUserNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteUserInput{"DeleteUserRequest", kDeleteUserInputMembers};
namespace {
constexpr Member kGetGroupInputMembers[] = {
    member<&GetGroupRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&GetGroupRequest::marker>("Marker", kMarkerType),
    member<&GetGroupRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kGetGroupInput{"GetGroupRequest", kGetGroupInputMembers};
namespace {
constexpr Member kGetGroupOutputMembers[] = {
    member<&GetGroupResponse::group>("Group", kGroup),
    member<&GetGroupResponse::users>("Users", kUserListType),
    member<&GetGroupResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&GetGroupResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kGetGroupOutput{"GetGroupResponse", kGetGroupOutputMembers};
namespace {
constexpr Member kCreateGroupInputMembers[] = {
    member<&CreateGroupRequest::path>("Path", kPathType),
    member<&CreateGroupRequest::name>("GroupName", kGroupNameType, kRequired),
};
}  // namespace
constinit const Structure kCreateGroupInput{"CreateGroupRequest", kCreateGroupInputMembers};
namespace {
constexpr Member kCreateGroupOutputMembers[] = {
    member<&GroupResponse::group>("Group", kGroup),
};
}  // namespace
constinit const Structure kCreateGroupOutput{"CreateGroupResponse", kCreateGroupOutputMembers};
namespace {
constexpr Member kListGroupsInputMembers[] = {
    member<&ListPrincipalsRequest::path_prefix>("PathPrefix", kPathPrefixType),
    member<&ListPrincipalsRequest::marker>("Marker", kMarkerType),
    member<&ListPrincipalsRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListGroupsInput{"ListGroupsRequest", kListGroupsInputMembers};
namespace {
constexpr Member kListGroupsOutputMembers[] = {
    member<&ListGroupsResponse::groups>("Groups", kGroupListType),
    member<&ListGroupsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListGroupsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListGroupsOutput{"ListGroupsResponse", kListGroupsOutputMembers};
namespace {
constexpr Member kDeleteGroupInputMembers[] = {
    member<&NameRequest::name>("GroupName", kGroupNameType, kRequired),
};
}  // namespace
constinit const Structure kDeleteGroupInput{"DeleteGroupRequest", kDeleteGroupInputMembers};
namespace {
constexpr Member kUpdateRoleInputMembers[] = {
    member<&UpdateRoleRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&UpdateRoleRequest::description>("Description", kRoleDescriptionType),
    member<&UpdateRoleRequest::max_session_duration>("MaxSessionDuration", kRoleMaxSessionDurationType),
};
}  // namespace
constinit const Structure kUpdateRoleInput{"UpdateRoleRequest", kUpdateRoleInputMembers};
constinit const Structure kUpdateRoleOutput{"UpdateRoleResponse", {}};
namespace {
constexpr Member kUpdateUserInputMembers[] = {
    member<&RenameRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&RenameRequest::new_path>("NewPath", kPathType),
    member<&RenameRequest::new_name>("NewUserName", kUserNameType),
};
}  // namespace
constinit const Structure kUpdateUserInput{"UpdateUserRequest", kUpdateUserInputMembers};
namespace {
constexpr Member kUpdateGroupInputMembers[] = {
    member<&RenameRequest::name>("GroupName", kGroupNameType, kRequired),
    member<&RenameRequest::new_path>("NewPath", kPathType),
    member<&RenameRequest::new_name>("NewGroupName", kGroupNameType),
};
}  // namespace
constinit const Structure kUpdateGroupInput{"UpdateGroupRequest", kUpdateGroupInputMembers};
namespace {
constexpr Member kUpdateAssumeRolePolicyInputMembers[] = {
    member<&UpdateAssumeRolePolicyRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&UpdateAssumeRolePolicyRequest::policy_document>("PolicyDocument", kPolicyDocumentType, kRequired),
};
}  // namespace
constinit const Structure kUpdateAssumeRolePolicyInput{"UpdateAssumeRolePolicyRequest",
                                                       kUpdateAssumeRolePolicyInputMembers};
namespace {
constexpr Member kListInstanceProfilesForRoleInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("RoleName", kRoleNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListInstanceProfilesForRoleInput{"ListInstanceProfilesForRoleRequest",
                                                            kListInstanceProfilesForRoleInputMembers};
namespace {
constexpr Member kListInstanceProfilesForRoleOutputMembers[] = {
    member<&NoInstanceProfilesResponse::instance_profiles>("InstanceProfiles", kPolicyNameListType),
    member<&NoInstanceProfilesResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&NoInstanceProfilesResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListInstanceProfilesForRoleOutput{"ListInstanceProfilesForRoleResponse",
                                                             kListInstanceProfilesForRoleOutputMembers};
namespace {
constexpr Member kAddUserToGroupInputMembers[] = {
    member<&MembershipRequest::group_name>("GroupName", kGroupNameType, kRequired),
    member<&MembershipRequest::user_name>("UserName", kExistingUserNameType, kRequired),
};
}  // namespace
constinit const Structure kAddUserToGroupInput{"AddUserToGroupRequest", kAddUserToGroupInputMembers};
namespace {
constexpr Member kRemoveUserFromGroupInputMembers[] = {
    member<&MembershipRequest::group_name>("GroupName", kGroupNameType, kRequired),
    member<&MembershipRequest::user_name>("UserName", kExistingUserNameType, kRequired),
};
}  // namespace
constinit const Structure kRemoveUserFromGroupInput{"RemoveUserFromGroupRequest",
                                                    kRemoveUserFromGroupInputMembers};
namespace {
constexpr Member kListGroupsForUserInputMembers[] = {
    member<&ListOfPrincipalRequest::name>("UserName", kExistingUserNameType, kRequired),
    member<&ListOfPrincipalRequest::marker>("Marker", kMarkerType),
    member<&ListOfPrincipalRequest::max_items>("MaxItems", kMaxItemsType),
};
}  // namespace
constinit const Structure kListGroupsForUserInput{"ListGroupsForUserRequest", kListGroupsForUserInputMembers};
namespace {
constexpr Member kListGroupsForUserOutputMembers[] = {
    member<&ListGroupsResponse::groups>("Groups", kGroupListType),
    member<&ListGroupsResponse::is_truncated>("IsTruncated", kBooleanType),
    member<&ListGroupsResponse::marker>("Marker", kResponseMarkerType),
};
}  // namespace
constinit const Structure kListGroupsForUserOutput{"ListGroupsForUserResponse",
                                                   kListGroupsForUserOutputMembers};

}  // namespace stator::services::iam
