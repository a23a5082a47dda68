// Roles, users and groups: made, described, listed, deleted; who is in a group.
#pragma once

#include "base/task.h"
#include "services/iam/common/lookups.h"
#include "services/iam/shapes/principals.h"

namespace stator::services::iam {

base::Task<aws::Result<RoleResponse>> create_role(Iam& iam, const aws::RequestContext& context,
                                                  CreateRoleRequest& request);
base::Task<aws::Result<RoleResponse>> get_role(Iam& iam, const aws::RequestContext& context,
                                               NameRequest& request);
base::Task<aws::Result<ListRolesResponse>> list_roles(Iam& iam, const aws::RequestContext& context,
                                                      ListPrincipalsRequest& request);
base::Task<aws::Result<UpdateRoleResponse>> update_role(Iam& iam, const aws::RequestContext& context,
                                                        UpdateRoleRequest& request);
base::Task<aws::Result<base::Ok>> update_assume_role_policy(Iam& iam, const aws::RequestContext& context,
                                                            UpdateAssumeRolePolicyRequest& request);
base::Task<aws::Result<NoInstanceProfilesResponse>> list_instance_profiles_for_role(
    Iam& iam, const aws::RequestContext& context, ListOfPrincipalRequest& request);
base::Task<aws::Result<UserResponse>> create_user(Iam& iam, const aws::RequestContext& context,
                                                  CreateUserRequest& request);
base::Task<aws::Result<UserResponse>> get_user(Iam& iam, const aws::RequestContext& context,
                                               NameRequest& request);
base::Task<aws::Result<ListUsersResponse>> list_users(Iam& iam, const aws::RequestContext& context,
                                                      ListPrincipalsRequest& request);
base::Task<aws::Result<GroupResponse>> create_group(Iam& iam, const aws::RequestContext& context,
                                                    CreateGroupRequest& request);
base::Task<aws::Result<GetGroupResponse>> get_group(Iam& iam, const aws::RequestContext& context,
                                                    GetGroupRequest& request);
base::Task<aws::Result<ListGroupsResponse>> list_groups(Iam& iam, const aws::RequestContext& context,
                                                        ListPrincipalsRequest& request);
base::Task<aws::Result<base::Ok>> add_user_to_group(Iam& iam, const aws::RequestContext& context,
                                                    MembershipRequest& request);
base::Task<aws::Result<base::Ok>> remove_user_from_group(Iam& iam, const aws::RequestContext& context,
                                                         MembershipRequest& request);
base::Task<aws::Result<ListGroupsResponse>> list_groups_for_user(Iam& iam, const aws::RequestContext& context,
                                                                 ListOfPrincipalRequest& request);
base::Task<aws::Result<base::Ok>> delete_principal(Iam& iam, const aws::RequestContext& context,
                                                   NameRequest& request, PrincipalKind kind);
// UpdateUser and UpdateGroup: another name, another path. What is kept by the name follows in the same
// commit: access keys and sessions of a user, memberships of a group. Policies that name the old ARN stay as
// they are.
base::Task<aws::Result<base::Ok>> rename_principal(Iam& iam, const aws::RequestContext& context,
                                                   RenameRequest& request, PrincipalKind kind);

}  // namespace stator::services::iam
