// Roles, users and groups.
#pragma once

#include "services/iam/shapes/types.h"

namespace stator::services::iam {

struct NameRequest {
  std::optional<std::string> name;
};
struct RoleResponse {
  std::optional<Role> role;
};
struct CreateRoleRequest {
  std::optional<std::string> path;
  std::optional<std::string> name;
  std::optional<std::string> assume_role_policy_document;
  std::optional<std::string> description;
  std::optional<std::int64_t> max_session_duration;
  std::optional<std::string> permissions_boundary;
  std::optional<std::vector<Tag>> tags;
};
struct ListPrincipalsRequest {
  std::optional<std::string> path_prefix;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct ListRolesResponse {
  std::optional<std::vector<Role>> roles;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct UserResponse {
  std::optional<User> user;
};
struct CreateUserRequest {
  std::optional<std::string> path;
  std::optional<std::string> name;
  std::optional<std::string> permissions_boundary;
  std::optional<std::vector<Tag>> tags;
};
struct ListUsersResponse {
  std::optional<std::vector<User>> users;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct GetGroupRequest {
  std::optional<std::string> name;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct GetGroupResponse {
  std::optional<Group> group;
  std::optional<std::vector<User>> users;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct CreateGroupRequest {
  std::optional<std::string> path;
  std::optional<std::string> name;
};
struct GroupResponse {
  std::optional<Group> group;
};
struct ListGroupsResponse {
  std::optional<std::vector<Group>> groups;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct UpdateRoleRequest {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::int64_t> max_session_duration;
};
struct UpdateRoleResponse {};
// Of a user or a group.
struct RenameRequest {
  std::optional<std::string> name;
  std::optional<std::string> new_path;
  std::optional<std::string> new_name;
};
struct UpdateAssumeRolePolicyRequest {
  std::optional<std::string> name;
  std::optional<std::string> policy_document;
};
struct ListOfPrincipalRequest {
  std::optional<std::string> name;
  std::optional<std::string> marker;
  std::optional<std::int64_t> max_items;
};
struct NoInstanceProfilesResponse {
  std::optional<std::vector<std::string>> instance_profiles;
  std::optional<bool> is_truncated;
  std::optional<std::string> marker;
};
struct MembershipRequest {
  std::optional<std::string> group_name;
  std::optional<std::string> user_name;
};

extern const Structure kGetRoleInput;
extern const Structure kGetRoleOutput;
extern const Structure kCreateRoleInput;
extern const Structure kCreateRoleOutput;
extern const Structure kListRolesInput;
extern const Structure kListRolesOutput;
extern const Structure kDeleteRoleInput;
extern const Structure kGetUserInput;
extern const Structure kGetUserOutput;
extern const Structure kCreateUserInput;
extern const Structure kCreateUserOutput;
extern const Structure kListUsersInput;
extern const Structure kListUsersOutput;
extern const Structure kDeleteUserInput;
extern const Structure kGetGroupInput;
extern const Structure kGetGroupOutput;
extern const Structure kCreateGroupInput;
extern const Structure kCreateGroupOutput;
extern const Structure kListGroupsInput;
extern const Structure kListGroupsOutput;
extern const Structure kDeleteGroupInput;
extern const Structure kUpdateRoleInput;
extern const Structure kUpdateRoleOutput;
extern const Structure kUpdateUserInput;
extern const Structure kUpdateGroupInput;
extern const Structure kUpdateAssumeRolePolicyInput;
extern const Structure kListInstanceProfilesForRoleInput;
extern const Structure kListInstanceProfilesForRoleOutput;
extern const Structure kAddUserToGroupInput;
extern const Structure kRemoveUserFromGroupInput;
extern const Structure kListGroupsForUserInput;
extern const Structure kListGroupsForUserOutput;

}  // namespace stator::services::iam
