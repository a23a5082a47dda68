#include "identity/access_control.h"

#include <fmt/format.h>

#include "authz/decision.h"
#include "aws/protocol/iso_time.h"
#include "base/log.h"
#include "base/work_budget.h"
#include "identity/messages.h"

namespace stator::identity {
namespace {

using authz::Verdict;

constexpr std::int64_t kMillisPerSecond = 1000;
constexpr std::string_view kNoAccount = "anonymous";  // no principal of a policy names it

std::shared_ptr<const aws::Principal> root_principal(const std::string& account) {
  aws::Principal root;
  root.account = account;
  root.arn = "arn:aws:iam::" + account + ":root";
  root.id = account;
  return std::make_shared<const aws::Principal>(std::move(root));
}

std::shared_ptr<const aws::Principal> user_principal(const Principal& user, std::string_view session_id) {
  aws::Principal out;
  out.type = aws::PrincipalType::kUser;
  out.account = user.account;
  out.arn = user.arn();
  out.id = user.id;
  out.name = user.name;
  out.session_id = session_id;
  return std::make_shared<const aws::Principal>(std::move(out));
}

std::shared_ptr<const aws::Principal> role_principal(const Session& session) {
  aws::Principal out;
  out.type = aws::PrincipalType::kAssumedRole;
  out.account = session.account;
  out.arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", session.account, session.role, session.name);
  out.id = session.role_id + ":" + session.name;
  out.name = session.role;
  out.session_name = session.name;
  out.session_id = session.id;
  return std::make_shared<const aws::Principal>(std::move(out));
}

std::string_view type_name(aws::PrincipalType type) {
  switch (type) {
    case aws::PrincipalType::kRoot:
      return "Account";
    case aws::PrincipalType::kUser:
      return "User";
    case aws::PrincipalType::kAssumedRole:
      break;
  }
  return "AssumedRole";
}

// Of several policies of one kind.
Verdict evaluate_all(const std::vector<PolicyPtr>& policies, const authz::Request& request) {
  Verdict all;
  for (const PolicyPtr& policy : policies) {
    const Verdict verdict = authz::evaluate(*policy, request);
    all.denied = all.denied || verdict.denied;
    all.allowed = all.allowed || verdict.allowed;
  }
  return all;
}

std::string not_allowed(std::string_view kind, std::string_view action) {
  return fmt::format(messages::kNotAllowed, kind, action);
}

std::string explicit_deny(std::string_view kind) {
  return fmt::format(messages::kExplicitDeny, kind.starts_with('i') ? "an" : "a", kind);
}

std::string_view name_of(authz::PolicyKind kind) {
  switch (kind) {
    case authz::PolicyKind::kIdentity:
      return messages::kIdentityPolicy;
    case authz::PolicyKind::kBoundary:
      return messages::kBoundary;
    case authz::PolicyKind::kSession:
      return messages::kSessionPolicy;
    case authz::PolicyKind::kResource:
      break;
  }
  return messages::kResourcePolicy;
}

// A request's decisions share a budget; what is decided for no request has its own.
base::WorkBudget* work_of(const aws::RequestContext& context, base::WorkBudget* own) {
  return context.policy_work != nullptr ? context.policy_work : own;
}

// Once: who sends such requests can send many.
void warn_of_work(const aws::Access& access) {
  static std::atomic<bool> said = false;
  if (said.exchange(true, std::memory_order_relaxed)) return;
  base::log_warning(
      "identity",
      "{} on {} was denied: its policies take too much work to evaluate for this request; later "
      "ones like it are denied without a warning",
      access.action, access.resource);
}

}  // namespace

// What the policies of a caller say. Each list that is there has to allow.
struct AccessControl::Permissions {
  bool everything = false;  // root
  std::vector<PolicyPtr> identity;
  std::vector<PolicyPtr> boundary;
  bool has_boundary = false;
  std::vector<PolicyPtr> session;
  bool has_session_policy = false;
  std::vector<Tag> tags;
  std::string role_arn;
  std::int64_t issued_millis = 0;  // of temporary credentials
};

aws::Error access_denied(const aws::RequestContext& context, std::string_view action,
                         std::string_view resource, std::string_view reason) {
  aws::Error error{"AccessDeniedException",
                   fmt::format(messages::kDenied, context.principal->arn, action, resource,
                               reason.empty() ? "" : " ", reason),
                   aws::ErrorOrigin::kFramework};
  error.capital_message = true;
  return error;
}

void AccessControl::set_root_keys(std::vector<RootKey> keys) {
  auto made = std::make_unique<const std::vector<RootKey>>(std::move(keys));
  std::lock_guard lock(root_keys_mutex_);
  roots_.store(made.get(), std::memory_order_release);
  root_keys_.push_back(std::move(made));
}

std::optional<aws::Credential> AccessControl::find_credential(std::string_view access_key_id) const {
  aws::Credential out;
  const std::vector<RootKey>* roots = roots_.load(std::memory_order_acquire);
  for (const RootKey& root : *roots) {
    if (access_key_id != root.id) continue;
    out.secret = root.secret;
    out.principal = root_principal(root.account);
    return out;
  }
  if (const AccessKeyRef key = directory_.find_key(access_key_id)) {
    out.secret = key->secret;
    out.active = key->active;
    if (key->user.empty()) {
      out.principal = root_principal(key->account);
      return out;
    }
    const PrincipalRef user = directory_.find(PrincipalKind::kUser, key->account, key->user);
    if (user == nullptr) return std::nullopt;
    out.principal = user_principal(*user, {});
    return out;
  }
  const SessionRef session = directory_.find_session(access_key_id);
  if (session == nullptr) return std::nullopt;
  out.secret = session->secret;
  out.session_token = session->token;
  out.expires_millis = session->expires_millis;
  if (!session->role.empty()) {
    out.principal = role_principal(*session);
  } else if (session->user.empty()) {
    out.principal = root_principal(session->account);
  } else {
    const PrincipalRef user = directory_.find(PrincipalKind::kUser, session->account, session->user);
    if (user == nullptr) return std::nullopt;
    out.principal = user_principal(*user, session->id);
  }
  return out;
}

void AccessControl::add_policies(const Principal& principal, Permissions* out) const {
  out->identity.insert(out->identity.end(), principal.inline_parsed.begin(), principal.inline_parsed.end());
  for (const std::string& arn : principal.attached) {
    if (const ManagedPolicyRef policy = directory_.find_policy(arn)) out->identity.push_back(policy->parsed);
  }
  if (principal.boundary) {
    out->has_boundary = true;
    if (const ManagedPolicyRef policy = directory_.find_policy(*principal.boundary))
      out->boundary.push_back(policy->parsed);
  }
}

AccessControl::Permissions AccessControl::permissions_of(const aws::Principal& caller) const {
  Permissions out;
  if (const SessionRef session =
          caller.session_id.empty() ? nullptr : directory_.find_session(caller.session_id)) {
    out.issued_millis = session->created_millis;
    out.has_session_policy = session->policy_parsed != nullptr || !session->policy_arns.empty();
    if (session->policy_parsed) out.session.push_back(session->policy_parsed);
    for (const std::string& arn : session->policy_arns) {
      if (const ManagedPolicyRef policy = directory_.find_policy(arn)) out.session.push_back(policy->parsed);
    }
  }
  switch (caller.type) {
    case aws::PrincipalType::kRoot:
      out.everything = true;
      return out;
    case aws::PrincipalType::kUser: {
      const PrincipalRef user = directory_.find(PrincipalKind::kUser, caller.account, caller.name);
      if (user == nullptr || user->id != caller.id) return out;
      out.tags = user->tags;
      add_policies(*user, &out);
      for (const std::string& name : user->groups) {
        if (const PrincipalRef group = directory_.find(PrincipalKind::kGroup, caller.account, name))
          add_policies(*group, &out);
      }
      return out;
    }
    case aws::PrincipalType::kAssumedRole: {
      const PrincipalRef role = directory_.find(PrincipalKind::kRole, caller.account, caller.name);
      // A role that was made anew is another one.
      if (role == nullptr || !caller.id.starts_with(role->id + ":")) return out;
      out.tags = role->tags;
      out.role_arn = role->arn();
      add_policies(*role, &out);
      return out;
    }
  }
  return out;
}

void AccessControl::add_common_facts(const aws::RequestContext& context, authz::Facts* facts) const {
  const std::int64_t now = context.clock->unix_millis();
  if (context.principal == nullptr) {
    facts->set("aws:PrincipalType", "Anonymous");
    facts->set("aws:userid", "anonymous");
  } else {
    const aws::Principal& caller = *context.principal;
    facts->set("aws:PrincipalAccount", caller.account);
    facts->set("aws:PrincipalType", std::string(type_name(caller.type)));
    facts->set("aws:userid", caller.id);
    if (caller.type == aws::PrincipalType::kUser) facts->set("aws:username", caller.name);
  }
  facts->set("aws:PrincipalIsAWSService", "false");
  facts->set("aws:ResourceAccount", context.account);
  facts->set("aws:SourceIp", std::string(context.source_address()));
  facts->set("aws:UserAgent", std::string(context.user_agent));
  facts->set("aws:SecureTransport", context.secure ? "true" : "false");
  facts->set("aws:CurrentTime", aws::protocol::iso_time(now / kMillisPerSecond * kMillisPerSecond));
  facts->set("aws:EpochTime", std::to_string(now / kMillisPerSecond));
  facts->set("aws:RequestedRegion", context.region);
}

aws::Result<base::Ok> AccessControl::authorize_anonymous(const aws::RequestContext& context,
                                                         const aws::Access& access) const {
  authz::Facts facts = access.facts;
  add_common_facts(context, &facts);
  const authz::Caller nobody{std::string(kNoAccount), {}};
  base::WorkBudget own_work(authz::kRequestWork);
  const authz::Request request{access.action, access.resource, &nobody, &facts, work_of(context, &own_work)};
  const auto policy = authz::parse_policy(access.resource_policy, authz::DocumentKind::kResource);
  const Verdict resource = policy.ok() ? authz::evaluate(*policy, request) : Verdict();
  if (request.work->spent()) warn_of_work(access);
  if (resource.allowed && !resource.denied) return base::Ok{};
  return aws::Error{"AccessDeniedException", messages::kAccessDenied, aws::ErrorOrigin::kFramework};
}

aws::Result<base::Ok> AccessControl::authorize(const aws::RequestContext& context,
                                               const aws::Access& access) const {
  if (context.principal == nullptr) return authorize_anonymous(context, access);
  const aws::Principal& caller = *context.principal;
  const Permissions permissions = permissions_of(caller);
  const std::string principal_arn = permissions.role_arn.empty() ? caller.arn : permissions.role_arn;
  authz::Facts facts = access.facts;
  add_common_facts(context, &facts);
  facts.set("aws:PrincipalArn", principal_arn);
  for (const Tag& tag : permissions.tags) facts.set("aws:PrincipalTag/" + tag.key, tag.value);
  if (permissions.issued_millis != 0)
    facts.set("aws:TokenIssueTime", aws::protocol::iso_time(permissions.issued_millis));
  const authz::Caller named{caller.account, {caller.arn, principal_arn}};
  base::WorkBudget own_work(authz::kRequestWork);
  const authz::Request request{access.action, access.resource, &named, &facts, work_of(context, &own_work)};
  authz::Verdicts verdicts;
  verdicts.owner = permissions.everything;
  verdicts.foreign = !context.shared_data && context.account != caller.account;
  verdicts.identity = evaluate_all(permissions.identity, request);
  if (permissions.has_boundary) verdicts.boundary = evaluate_all(permissions.boundary, request);
  if (permissions.has_session_policy) verdicts.session = evaluate_all(permissions.session, request);
  if (!access.resource_policy.empty()) {
    const auto policy = authz::parse_policy(access.resource_policy, authz::DocumentKind::kResource);
    // What cannot be read is not taken for a permission of anything; its owner can replace it.
    if (policy.ok()) {
      verdicts.resource = authz::evaluate(*policy, request);
      if (caller.type == aws::PrincipalType::kAssumedRole &&
          (permissions.has_boundary || permissions.has_session_policy)) {
        const authz::Caller alone{caller.account, {caller.arn}};
        verdicts.names_session =
            authz::evaluate(*policy, {access.action, access.resource, &alone, &facts, request.work}).allowed;
        verdicts.bounds_resource = !verdicts.names_session;
      }
    } else {
      verdicts.resource.denied = !verdicts.owner || verdicts.foreign;
    }
  }
  if (request.work->spent()) {
    warn_of_work(access);
    return access_denied(context, access.action, access.resource, messages::kTooMuchWork);
  }
  const authz::Decision decision = authz::decide(verdicts);
  if (decision.allowed) return base::Ok{};
  const std::string_view kind = name_of(decision.by);
  return access_denied(context, access.action, access.resource,
                       decision.explicit_deny ? explicit_deny(kind) : not_allowed(kind, access.action));
}

aws::Result<base::Ok> AccessControl::authorize_assume_role(const aws::RequestContext& context,
                                                           const Principal* role, std::string_view role_arn,
                                                           authz::Facts facts) const {
  constexpr std::string_view kAction = "sts:AssumeRole";
  const aws::Principal& caller = *context.principal;
  if (caller.type == aws::PrincipalType::kRoot) {
    aws::Error error{"AccessDeniedException", std::string(messages::kRootMayNotAssume),
                     aws::ErrorOrigin::kFramework};
    return error;
  }
  if (role == nullptr) return access_denied(context, kAction, role_arn, {});
  const aws::Access access{std::string(kAction), std::string(role_arn), facts};
  const Permissions permissions = permissions_of(caller);
  const std::string principal_arn = permissions.role_arn.empty() ? caller.arn : permissions.role_arn;
  add_common_facts(context, &facts);
  facts.set("aws:PrincipalArn", principal_arn);
  const authz::Caller named{caller.account, {caller.arn, principal_arn}};
  base::WorkBudget own_work(authz::kRequestWork);
  const authz::Request request{kAction, role_arn, &named, &facts, work_of(context, &own_work)};
  const Verdict trust = authz::evaluate(*role->trust_parsed, request);
  if (trust.denied || (!trust.allowed && !trust.allowed_by_account))
    return access_denied(context, kAction, role_arn, {});
  const bool same_account = caller.account == role->account;
  const bool own_policies_deny = evaluate_all(permissions.identity, request).denied;
  if (trust.allowed && same_account && !own_policies_deny && !permissions.has_boundary &&
      !permissions.has_session_policy)
    return base::Ok{};
  return authorize(context, access);
}

}  // namespace stator::identity
