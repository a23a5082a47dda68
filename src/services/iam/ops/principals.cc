#include "services/iam/ops/principals.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "identity/ids.h"

namespace stator::services::iam {
namespace {

using identity::Draft;
using identity::Principal;

constexpr std::size_t kMaxTrustBytes = 2048;
constexpr std::size_t kMaxGroupsOfUser = 10;

std::optional<AttachedPermissionsBoundary> boundary_of(const Principal& principal) {
  if (!principal.boundary) return std::nullopt;
  return AttachedPermissionsBoundary{BoundaryType::kPermissionsBoundaryPolicy, principal.boundary};
}

// Lists leave out what Get tells besides: boundary and tags.
Role describe_role(const Principal& role, bool in_list = false) {
  Role out;
  out.path = role.path;
  out.role_name = role.name;
  out.role_id = role.id;
  out.arn = role.arn();
  out.create_date = time_of(role.created_millis);
  out.assume_role_policy_document = encoded_document(role.trust_document);
  out.description = role.description;
  out.max_session_duration = role.max_session_seconds;
  if (in_list) return out;
  out.permissions_boundary = boundary_of(role);
  if (!role.tags.empty()) out.tags = tags_of(role.tags);
  return out;
}

User describe_user(const Principal& user, bool in_list = false) {
  User out;
  out.path = user.path;
  out.user_name = user.name;
  out.user_id = user.id;
  out.arn = user.arn();
  out.create_date = time_of(user.created_millis);
  if (in_list) return out;
  out.permissions_boundary = boundary_of(user);
  if (!user.tags.empty()) out.tags = tags_of(user.tags);
  return out;
}

Group describe_group(const Principal& group) {
  Group out;
  out.path = group.path;
  out.group_name = group.name;
  out.group_id = group.id;
  out.arn = group.arn();
  out.create_date = time_of(group.created_millis);
  return out;
}

std::string key_of(const PrincipalRef& principal) { return base::lower_ascii(principal->name); }

std::string_view id_prefix(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::kUser:
      return "AIDA";
    case PrincipalKind::kGroup:
      return "AGPA";
    case PrincipalKind::kRole:
      break;
  }
  return "AROA";
}

aws::Result<Principal> new_principal(Iam& iam, const aws::RequestContext& context, PrincipalKind kind,
                                     const std::string& name, const std::optional<std::string>& path) {
  STATOR_TRY(check_name(member_name(kind), name));
  if (path) {
    STATOR_TRY(check_path("path", *path));
  }
  Principal out;
  out.kind = kind;
  out.account = context.account;
  out.path = path.value_or("/");
  out.name = name;
  out.id = identity::new_unique_id(id_prefix(kind), iam.random);
  out.created_millis = context.clock->unix_millis();
  return out;
}

aws::Result<base::Ok> check_boundary(const identity::Directory& directory, std::string_view account,
                                     const std::optional<std::string>& arn) {
  if (!arn || find_policy(directory, account, *arn).ok()) return base::Ok{};
  return no_such_entity(fmt::format(messages::kNotAttachable, *arn));
}

base::Task<aws::Result<base::Ok>> store_new(Iam& iam, const Principal& principal) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    if (draft.directory().find(principal.kind, principal.account, principal.name) != nullptr)
      return already_exists(fmt::format(messages::kPrincipalExists, title(principal.kind), principal.name));
    draft.put(principal);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

aws::Result<Page<PrincipalRef>> page_of(Iam& iam, const aws::RequestContext& context, PrincipalKind kind,
                                        const ListPrincipalsRequest& request) {
  std::vector<PrincipalRef> all = iam.directory.list(kind, context.account);
  const std::string prefix = request.path_prefix.value_or("/");
  std::erase_if(all, [&](const PrincipalRef& each) { return !each->path.starts_with(prefix); });
  return take_page(std::move(all), request.marker, request.max_items, key_of);
}

aws::Result<base::Ok> check_trust(const std::string& document) {
  STATOR_TRY(check_document(document, authz::DocumentKind::kTrust));
  if (authz::policy_size(document) > kMaxTrustBytes)
    return limit_exceeded(fmt::format(messages::kQuota, "ACLSizePerRole", kMaxTrustBytes));
  return base::Ok{};
}

bool is_same_name(std::string_view a, std::string_view b) {
  return base::lower_ascii(a) == base::lower_ascii(b);
}

bool is_member(const Principal& user, std::string_view group) {
  return std::any_of(user.groups.begin(), user.groups.end(),
                     [&](const std::string& name) { return is_same_name(name, group); });
}

// What is kept by the name of a user: it would be that of the next user of the old name.
void move_belongings(Draft& draft, const Principal& user, const std::string& new_name) {
  for (const identity::AccessKeyRef& key : draft.directory().keys_of(user.account, user.name)) {
    identity::AccessKey moved = *key;
    moved.user = new_name;
    draft.put(std::move(moved));
  }
  for (const identity::SessionRef& session : draft.directory().sessions_of(user.account, user.name)) {
    identity::Session moved = *session;
    moved.user = new_name;
    draft.put(std::move(moved));
  }
}

void move_members(Draft& draft, const Principal& group, const std::string& new_name) {
  for (const PrincipalRef& user : draft.directory().list(PrincipalKind::kUser, group.account)) {
    if (!is_member(*user, group.name)) continue;
    Principal moved = *user;
    for (std::string& name : moved.groups) {
      if (is_same_name(name, group.name)) name = new_name;
    }
    draft.put_again(std::move(moved));
  }
}

}  // namespace

base::Task<aws::Result<RoleResponse>> create_role(Iam& iam, const aws::RequestContext& context,
                                                  CreateRoleRequest& request) {
  STATOR_CO_ASSIGN(Principal role,
                   new_principal(iam, context, PrincipalKind::kRole, *request.name, request.path));
  STATOR_CO_TRY(check_trust(*request.assume_role_policy_document));
  STATOR_CO_ASSIGN(role.tags, check_tags(request.tags));
  STATOR_CO_TRY(check_boundary(iam.directory, context.account, request.permissions_boundary));
  role.trust_document = *request.assume_role_policy_document;
  role.description = request.description;
  role.boundary = request.permissions_boundary;
  role.max_session_seconds = request.max_session_duration.value_or(role.max_session_seconds);
  auto stored = co_await store_new(iam, role);
  if (!stored.ok()) co_return std::move(stored).error();
  co_return RoleResponse{describe_role(role)};
}

base::Task<aws::Result<RoleResponse>> get_role(Iam& iam, const aws::RequestContext& context,
                                               NameRequest& request) {
  STATOR_CO_ASSIGN(const PrincipalRef role,
                   find_principal(iam.directory, PrincipalKind::kRole, context.account, *request.name));
  co_return RoleResponse{describe_role(*role)};
}

base::Task<aws::Result<ListRolesResponse>> list_roles(Iam& iam, const aws::RequestContext& context,
                                                      ListPrincipalsRequest& request) {
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page, page_of(iam, context, PrincipalKind::kRole, request));
  ListRolesResponse response;
  response.roles.emplace();
  for (const PrincipalRef& role : page.items) response.roles->push_back(describe_role(*role, true));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<UpdateRoleResponse>> update_role(Iam& iam, const aws::RequestContext& context,
                                                        UpdateRoleRequest& request) {
  auto edit = [&](Draft&, Principal* role) -> aws::Result<base::Ok> {
    if (request.description) role->description = request.description;
    if (request.max_session_duration) role->max_session_seconds = *request.max_session_duration;
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, PrincipalKind::kRole, *request.name, edit);
  if (!changed.ok()) co_return std::move(changed).error();
  co_return UpdateRoleResponse{};
}

base::Task<aws::Result<base::Ok>> update_assume_role_policy(Iam& iam, const aws::RequestContext& context,
                                                            UpdateAssumeRolePolicyRequest& request) {
  auto edit = [&](Draft&, Principal* role) -> aws::Result<base::Ok> {
    STATOR_TRY(check_trust(*request.policy_document));
    role->trust_document = *request.policy_document;
    return base::Ok{};
  };
  auto changed = co_await change_principal(iam, context.account, PrincipalKind::kRole, *request.name, edit);
  co_return changed;
}

base::Task<aws::Result<NoInstanceProfilesResponse>> list_instance_profiles_for_role(
    Iam& iam, const aws::RequestContext& context, ListOfPrincipalRequest& request) {
  STATOR_CO_TRY(find_principal(iam.directory, PrincipalKind::kRole, context.account, *request.name));
  NoInstanceProfilesResponse response;
  response.instance_profiles.emplace();
  response.is_truncated = false;
  co_return response;
}

base::Task<aws::Result<UserResponse>> create_user(Iam& iam, const aws::RequestContext& context,
                                                  CreateUserRequest& request) {
  STATOR_CO_ASSIGN(Principal user,
                   new_principal(iam, context, PrincipalKind::kUser, *request.name, request.path));
  STATOR_CO_ASSIGN(user.tags, check_tags(request.tags));
  STATOR_CO_TRY(check_boundary(iam.directory, context.account, request.permissions_boundary));
  user.boundary = request.permissions_boundary;
  auto stored = co_await store_new(iam, user);
  if (!stored.ok()) co_return std::move(stored).error();
  co_return UserResponse{describe_user(user)};
}

// Without a name: the user who asks, or root.
base::Task<aws::Result<UserResponse>> get_user(Iam& iam, const aws::RequestContext& context,
                                               NameRequest& request) {
  const bool by_user = context.principal != nullptr && context.principal->type == aws::PrincipalType::kUser;
  if (!request.name && context.principal != nullptr &&
      context.principal->type == aws::PrincipalType::kAssumedRole)
    co_return aws::validation_error(std::string(messages::kUserNameMissing));
  if (!request.name && !by_user) {
    User root;
    root.user_id = context.account;
    root.arn = "arn:aws:iam::" + context.account + ":root";
    root.create_date = Timestamp{};
    co_return UserResponse{std::move(root)};
  }
  STATOR_CO_ASSIGN(const PrincipalRef user,
                   find_principal(iam.directory, PrincipalKind::kUser, context.account,
                                  request.name ? *request.name : context.principal->name));
  co_return UserResponse{describe_user(*user)};
}

base::Task<aws::Result<ListUsersResponse>> list_users(Iam& iam, const aws::RequestContext& context,
                                                      ListPrincipalsRequest& request) {
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page, page_of(iam, context, PrincipalKind::kUser, request));
  ListUsersResponse response;
  response.users.emplace();
  for (const PrincipalRef& user : page.items) response.users->push_back(describe_user(*user, true));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<GroupResponse>> create_group(Iam& iam, const aws::RequestContext& context,
                                                    CreateGroupRequest& request) {
  STATOR_CO_ASSIGN(const Principal group,
                   new_principal(iam, context, PrincipalKind::kGroup, *request.name, request.path));
  auto stored = co_await store_new(iam, group);
  if (!stored.ok()) co_return std::move(stored).error();
  co_return GroupResponse{describe_group(group)};
}

base::Task<aws::Result<GetGroupResponse>> get_group(Iam& iam, const aws::RequestContext& context,
                                                    GetGroupRequest& request) {
  STATOR_CO_ASSIGN(const PrincipalRef group,
                   find_principal(iam.directory, PrincipalKind::kGroup, context.account, *request.name));
  std::vector<PrincipalRef> members = iam.directory.list(PrincipalKind::kUser, context.account);
  std::erase_if(members, [&](const PrincipalRef& user) { return !is_member(*user, group->name); });
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page,
                   take_page(std::move(members), request.marker, request.max_items, key_of));
  GetGroupResponse response;
  response.group = describe_group(*group);
  response.users.emplace();
  for (const PrincipalRef& user : page.items) response.users->push_back(describe_user(*user, true));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<ListGroupsResponse>> list_groups(Iam& iam, const aws::RequestContext& context,
                                                        ListPrincipalsRequest& request) {
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page, page_of(iam, context, PrincipalKind::kGroup, request));
  ListGroupsResponse response;
  response.groups.emplace();
  for (const PrincipalRef& group : page.items) response.groups->push_back(describe_group(*group));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<base::Ok>> add_user_to_group(Iam& iam, const aws::RequestContext& context,
                                                    MembershipRequest& request) {
  auto edit = [&](Draft& draft, Principal* user) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const PrincipalRef group, find_principal(draft.directory(), PrincipalKind::kGroup,
                                                           context.account, *request.group_name));
    if (is_member(*user, group->name)) return base::Ok{};
    if (user->groups.size() == kMaxGroupsOfUser)
      return limit_exceeded(fmt::format(messages::kQuota, "GroupsPerUser", kMaxGroupsOfUser));
    user->groups.push_back(group->name);
    return base::Ok{};
  };
  auto changed =
      co_await change_principal(iam, context.account, PrincipalKind::kUser, *request.user_name, edit);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> remove_user_from_group(Iam& iam, const aws::RequestContext& context,
                                                         MembershipRequest& request) {
  auto edit = [&](Draft& draft, Principal* user) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const PrincipalRef group, find_principal(draft.directory(), PrincipalKind::kGroup,
                                                           context.account, *request.group_name));
    std::erase(user->groups, group->name);
    return base::Ok{};
  };
  auto changed =
      co_await change_principal(iam, context.account, PrincipalKind::kUser, *request.user_name, edit);
  co_return changed;
}

base::Task<aws::Result<ListGroupsResponse>> list_groups_for_user(Iam& iam, const aws::RequestContext& context,
                                                                 ListOfPrincipalRequest& request) {
  STATOR_CO_ASSIGN(const PrincipalRef user,
                   find_principal(iam.directory, PrincipalKind::kUser, context.account, *request.name));
  std::vector<PrincipalRef> groups = iam.directory.list(PrincipalKind::kGroup, context.account);
  std::erase_if(groups, [&](const PrincipalRef& group) { return !is_member(*user, group->name); });
  STATOR_CO_ASSIGN(const Page<PrincipalRef> page,
                   take_page(std::move(groups), request.marker, request.max_items, key_of));
  ListGroupsResponse response;
  response.groups.emplace();
  for (const PrincipalRef& group : page.items) response.groups->push_back(describe_group(*group));
  finish_page(page, &response);
  co_return response;
}

base::Task<aws::Result<base::Ok>> delete_principal(Iam& iam, const aws::RequestContext& context,
                                                   NameRequest& request, PrincipalKind kind) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    const identity::Directory& directory = draft.directory();
    STATOR_ASSIGN(const PrincipalRef found, find_principal(directory, kind, context.account, *request.name));
    if (kind == PrincipalKind::kGroup) {
      for (const PrincipalRef& user : directory.list(PrincipalKind::kUser, context.account)) {
        if (is_member(*user, found->name)) return delete_conflict(messages::kRemoveUsersFirst);
      }
    }
    if (!found->attached.empty()) return delete_conflict(messages::kDetachFirst);
    if (!found->inline_policies.empty()) return delete_conflict(messages::kDeletePoliciesFirst);
    if (kind == PrincipalKind::kUser && !directory.keys_of(context.account, found->name).empty())
      return delete_conflict(messages::kDeleteKeysFirst);
    if (!found->groups.empty()) return delete_conflict(messages::kRemoveUsersFirst);
    // Else they would be those of the next user of that name.
    if (kind == PrincipalKind::kUser) {
      for (const identity::SessionRef& session : directory.sessions_of(context.account, found->name))
        draft.erase(*session);
    }
    draft.erase(*found);
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

base::Task<aws::Result<base::Ok>> rename_principal(Iam& iam, const aws::RequestContext& context,
                                                   RenameRequest& request, PrincipalKind kind) {
  auto change = [&](Draft& draft) -> aws::Result<base::Ok> {
    STATOR_ASSIGN(const PrincipalRef found,
                  find_principal(draft.directory(), kind, context.account, *request.name));
    if (request.new_path) {
      STATOR_TRY(check_path("newPath", *request.new_path));
    }
    if (request.new_name) {
      STATOR_TRY(check_name("new" + title(kind) + "Name", *request.new_name));
    }
    Principal renamed = *found;
    renamed.name = request.new_name.value_or(found->name);
    renamed.path = request.new_path.value_or(found->path);
    if (renamed.name == found->name && renamed.path == found->path) return base::Ok{};
    // Only how it is written: the record stays in its place.
    const bool moves = !is_same_name(renamed.name, found->name);
    if (moves && draft.directory().find(kind, context.account, renamed.name) != nullptr)
      return already_exists(fmt::format(messages::kPrincipalExists, title(kind), renamed.name));
    if (moves) draft.erase(*found);
    if (renamed.name != found->name) {
      const auto move = kind == PrincipalKind::kUser ? move_belongings : move_members;
      move(draft, *found, renamed.name);
    }
    draft.put_again(std::move(renamed));
    return base::Ok{};
  };
  auto changed = co_await iam.directory.change(change);
  co_return changed;
}

}  // namespace stator::services::iam
