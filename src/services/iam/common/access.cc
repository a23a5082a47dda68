#include "services/iam/common/access.h"

#include <fmt/format.h>

#include <algorithm>

namespace stator::services::iam {
namespace {

// Which kind of resource an operation is about, by its name: GetRolePolicy is about a role, ListGroupsForUser
// about a user.
std::string_view kind_of(std::string_view operation) {
  const auto has = [&](std::string_view word) { return operation.find(word) != std::string_view::npos; };
  if (has("ForUser")) return "user";
  if (has("Role")) return "role";
  if (has("Group")) return "group";
  if (has("User") || has("AccessKey")) return "user";
  return "policy";
}

// Operations for which policies know iam:PermissionsBoundary, by the service authorization reference of IAM:
// that of the request, where it gives one, else that of the user or role.
bool knows_boundary(std::string_view operation) {
  constexpr std::string_view kPolicyVerbs[] = {"Attach", "Detach", "Put", "Delete"};
  if (operation == "CreateUser" || operation == "CreateRole" || operation.ends_with("PermissionsBoundary"))
    return true;
  const bool of_policies = operation.ends_with("UserPolicy") || operation.ends_with("RolePolicy");
  return of_policies && std::ranges::any_of(
                            kPolicyVerbs, [&](std::string_view verb) { return operation.starts_with(verb); });
}

// Nothing if it is not there, or is to be made.
PrincipalRef find_target(Iam& iam, const aws::RequestContext& context, std::string_view kind,
                         const Target& target) {
  for (const PrincipalKind each : {PrincipalKind::kUser, PrincipalKind::kGroup, PrincipalKind::kRole}) {
    if (target.path || identity::kind_name(each) != kind) continue;
    return iam.directory.find(each, context.account, *target.name);
  }
  return {};
}

}  // namespace

// Who renames something needs the permission for it and for what it becomes, as the pages of UpdateUser and
// UpdateGroup say.
aws::Result<base::Ok> authorize_target(Iam& iam, const aws::RequestContext& context,
                                       const aws::protocol::Operation& operation, const Target& given) {
  Target target = given;
  aws::Access access;
  access.action = operation.action;
  const std::string_view kind = kind_of(operation.name);
  // Without a name, operations on users are about who asks.
  const bool own = kind == "user" && !target.name && !operation.name.ends_with("Users") &&
                   context.principal->type == aws::PrincipalType::kUser;
  if (own) target.name = context.principal->name;
  if (target.name) {
    const PrincipalRef found = find_target(iam, context, kind, target);
    // The path of something that is there is part of its ARN.
    access.resource = found ? found->arn()
                            : fmt::format("arn:aws:iam::{}:{}{}{}", context.account, kind,
                                          target.path.value_or("/"), *target.name);
    if (!target.boundary && found) target.boundary = found->boundary;
    if (target.boundary && knows_boundary(operation.name))
      access.facts.set("iam:PermissionsBoundary", *target.boundary);
    if (target.policy_arn) access.facts.set("iam:PolicyARN", *target.policy_arn);
    if (target.new_name || target.new_path) {
      STATOR_TRY(aws::authorize(context, access));
      access.resource = fmt::format("arn:aws:iam::{}:{}{}{}", context.account, kind,
                                    target.new_path.value_or(found ? found->path : "/"),
                                    target.new_name.value_or(found ? found->name : *target.name));
    }
  } else if (target.policy_arn) {
    access.resource = *target.policy_arn;
  } else if (kind == "policy") {
    access.resource = fmt::format(messages::kPolicyPath, target.path_prefix.value_or("/"));
  } else {
    access.resource =
        fmt::format("arn:aws:iam::{}:{}{}", context.account, kind, target.path_prefix.value_or("/"));
  }
  return aws::authorize(context, access);
}

}  // namespace stator::services::iam
