#include "functions/roles.h"

#include "aws/arn.h"
#include "functions/messages.h"
#include "identity/ids.h"
#include "identity/service_trust.h"

namespace stator::functions {
namespace {

constexpr std::string_view kService = "lambda.amazonaws.com";

std::string name_of(const std::string& role_arn) { return role_arn.substr(role_arn.rfind('/') + 1); }

}  // namespace

std::optional<Roles::Chosen> Roles::choose(const Function& function, const std::string& role_arn) const {
  const std::string name = name_of(role_arn);
  const auto arn = aws::parse_arn(role_arn);
  identity::PrincipalRef role;
  if (arn) role = parts_.directory.find(identity::PrincipalKind::kRole, arn->account, name);
  if (role != nullptr && role->arn() != role_arn) role = nullptr;
  if (!parts_.enforced) return Chosen{name, role ? role->id : identity::id_of_unknown_role(name)};
  if (role == nullptr || role->account != function.scope.account) return std::nullopt;
  authz::Facts facts;
  facts.set("aws:SourceArn", function.arn());
  facts.set("aws:SourceAccount", function.scope.account);
  if (!identity::trusts_service(*role, kService, facts)) return std::nullopt;
  return Chosen{role->name, role->id};
}

Result<base::Ok> Roles::check(const Function& function, const std::string& role_arn) const {
  if (choose(function, role_arn)) return base::Ok{};
  return Failure{FailureKind::kInvalid, messages::kRoleNotAssumed};
}

base::Task<Result<identity::SessionRef>> Roles::session(const Function& function, std::string role_arn) {
  const auto role = choose(function, role_arn);
  if (!role) co_return Failure{FailureKind::kDenied, messages::kRoleNotAssumed};
  const std::int64_t now = parts_.directory.clock().unix_millis();
  const std::string key = function.arn() + " " + role->id;
  {
    std::lock_guard lock(mutex_);
    std::erase_if(sessions_,
                  [&](const auto& each) { return each.second->expires_millis - now <= kShareableMillis; });
    const auto found = sessions_.find(key);
    if (found != sessions_.end()) co_return found->second;
  }
  auto made = std::make_shared<identity::Session>();
  made->id = identity::new_access_key_id("ASIA", parts_.random);
  made->secret = identity::new_secret(parts_.random);
  made->token = identity::new_session_token(parts_.random);
  made->account = function.scope.account;
  made->role = role->name;
  made->role_id = role->id;
  made->name = function.name;
  made->created_millis = now / 1000 * 1000;
  made->expires_millis = made->created_millis + kSessionSeconds * 1000;
  auto store = [made](identity::Draft& draft) -> aws::Result<base::Ok> {
    draft.put(*made);
    return base::Ok{};
  };
  auto stored = co_await parts_.directory.change(store);
  if (!stored.ok()) co_return Failure{FailureKind::kInternal, "a session of a role cannot be stored"};
  std::lock_guard lock(mutex_);
  sessions_.insert_or_assign(key, made);
  co_return made;
}

bool Roles::allows(const Function& function, const identity::Session& session, std::string_view action,
                   std::string_view resource, std::string_view resource_policy) const {
  if (!parts_.enforced) return true;
  auto credential = parts_.access.find_credential(session.id);
  if (!credential) return false;
  aws::RequestContext context;
  // Whose the resource is, where its ARN says so.
  const auto arn = aws::parse_arn(resource);
  context.account = arn && aws::is_account_id(arn->account) ? arn->account : function.scope.account;
  context.region = function.scope.region;
  context.clock = &parts_.directory.clock();
  context.principal = std::move(credential->principal);
  return parts_.access
      .authorize(context, {std::string(action), std::string(resource), {}, std::string(resource_policy)})
      .ok();
}

base::Task<Result<bool>> Roles::allows_all(const Function& function, std::string role_arn,
                                           std::span<const std::string_view> actions, std::string resource,
                                           std::string resource_policy) {
  if (!parts_.enforced) co_return true;
  auto session = co_await this->session(function, std::move(role_arn));
  if (!session.ok()) co_return std::move(session).error();
  for (const std::string_view action : actions) {
    if (!allows(function, **session, action, resource, resource_policy)) co_return false;
  }
  co_return true;
}

}  // namespace stator::functions
