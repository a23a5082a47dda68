#include "services/sts/ops/operations.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "identity/ids.h"
#include "messages/requests.h"
#include "services/sts/messages.h"

namespace stator::services::sts {
namespace {

using identity::PrincipalKind;
using identity::PrincipalRef;

constexpr std::int64_t kDefaultRoleSeconds = 3600;
constexpr std::int64_t kChainedRoleSeconds = 3600;
constexpr std::int64_t kDefaultTokenSeconds = 12 * 3600;

struct RoleName {
  std::string account;
  std::string name;
};

aws::Result<RoleName> parse_role_arn(const std::string& text) {
  constexpr std::string_view kRole = "role/";
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with(kRole) || arn->resource.back() == '/' ||
      arn->account.empty())
    return aws::validation_error(fmt::format(messages::kBadArn, text));
  return RoleName{std::string(arn->account), std::string(arn->resource.substr(arn->resource.rfind('/') + 1))};
}

// The role of exactly this ARN; nullptr without one.
PrincipalRef find_role(const identity::Directory& directory, const RoleName& name, std::string_view arn) {
  PrincipalRef role = directory.find(PrincipalKind::kRole, name.account, name.name);
  return role != nullptr && role->arn() == arn ? role : nullptr;
}

identity::Session new_session(Sts& sts, const aws::RequestContext& context, std::int64_t seconds) {
  identity::Session session;
  session.id = identity::new_access_key_id("ASIA", sts.random);
  session.secret = identity::new_secret(sts.random);
  session.token = identity::new_session_token(sts.random);
  session.account = context.account;
  session.created_millis = context.clock->unix_millis() / 1000 * 1000;
  session.expires_millis = session.created_millis + seconds * 1000;
  return session;
}

Credentials credentials_of(const identity::Session& session) {
  Credentials out;
  out.access_key_id = session.id;
  out.secret_access_key = session.secret;
  out.session_token = session.token;
  out.expiration = {session.expires_millis};
  return out;
}

base::Task<aws::Result<base::Ok>> store(Sts& sts, const identity::Session& session) {
  auto change = [&](identity::Draft& draft) -> aws::Result<base::Ok> {
    draft.put(session);
    return base::Ok{};
  };
  auto changed = co_await sts.directory.change(change);
  co_return changed;
}

// As a session of the user who asks, be he renamed meanwhile: somebody else may have his name by now.
base::Task<aws::Result<base::Ok>> store_of_caller(Sts& sts, const aws::RequestContext& context,
                                                  const identity::Session& session) {
  auto change = [&](identity::Draft& draft) -> aws::Result<base::Ok> {
    identity::Session owned = session;
    const aws::Principal* const caller = context.principal.get();
    if (caller != nullptr && !caller->name.empty()) {
      const PrincipalRef user = draft.directory().find_user(caller->account, caller->name, caller->id);
      if (user == nullptr) {
        return aws::Error{"UnrecognizedClientException", std::string(stator::messages::kUnknownKey),
                          aws::ErrorOrigin::kFramework};
      }
      owned.user = user->name;
    }
    draft.put(std::move(owned));
    return base::Ok{};
  };
  auto changed = co_await sts.directory.change(change);
  co_return changed;
}

bool is_role_session(const aws::RequestContext& context) {
  return context.principal != nullptr && context.principal->type == aws::PrincipalType::kAssumedRole;
}

}  // namespace

base::Task<aws::Result<GetCallerIdentityResponse>> get_caller_identity(Sts&,
                                                                       const aws::RequestContext& context,
                                                                       GetCallerIdentityRequest&) {
  GetCallerIdentityResponse response;
  response.user_id = context.account;
  response.account = context.account;
  response.arn = "arn:aws:iam::" + context.account + ":root";
  if (context.principal != nullptr) {
    response.user_id = context.principal->id;
    response.account = context.principal->account;
    response.arn = context.principal->arn;
  }
  co_return response;
}

aws::Result<base::Ok> authorize(Sts& sts, const aws::RequestContext& context, const aws::protocol::Operation&,
                                const AssumeRoleRequest& request) {
  STATOR_ASSIGN(const RoleName name, parse_role_arn(*request.role_arn));
  const PrincipalRef role = find_role(sts.directory, name, *request.role_arn);
  authz::Facts facts;
  facts.set("sts:RoleSessionName", *request.role_session_name);
  if (request.external_id) facts.set("sts:ExternalId", *request.external_id);
  return sts.access.authorize_assume_role(context, role.get(), *request.role_arn, std::move(facts));
}

base::Task<aws::Result<AssumeRoleResponse>> assume_role(Sts& sts, const aws::RequestContext& context,
                                                        AssumeRoleRequest& request) {
  STATOR_CO_ASSIGN(const RoleName name, parse_role_arn(*request.role_arn));
  if (request.policy) {
    const auto parsed = authz::parse_policy(*request.policy, authz::DocumentKind::kIdentity);
    if (!parsed.ok()) co_return aws::Error{"MalformedPolicyDocument", parsed.error().message};
  }
  const PrincipalRef role = find_role(sts.directory, name, *request.role_arn);
  const std::int64_t seconds = request.duration_seconds.value_or(kDefaultRoleSeconds);
  if (role != nullptr && seconds > role->max_session_seconds && request.duration_seconds)
    co_return aws::validation_error(std::string(messages::kTooLong));
  if (is_role_session(context) && seconds > kChainedRoleSeconds)
    co_return aws::validation_error(std::string(messages::kTooLongForChain));

  identity::Session session = new_session(sts, context, seconds);
  session.account = name.account;
  session.role = role != nullptr ? role->name : name.name;
  session.role_id = role != nullptr ? role->id : identity::id_of_unknown_role(name.name);
  session.name = *request.role_session_name;
  session.policy = request.policy.value_or("");
  if (request.policy_arns) {
    for (const PolicyDescriptor& policy : *request.policy_arns)
      session.policy_arns.push_back(policy.arn.value_or(""));
  }
  auto stored = co_await store(sts, session);
  if (!stored.ok()) co_return std::move(stored).error();
  AssumeRoleResponse response;
  response.credentials = credentials_of(session);
  response.assumed_role_user.assumed_role_id = session.role_id + ":" + session.name;
  response.assumed_role_user.arn =
      fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", session.account, session.role, session.name);
  if (request.policy)
    response.packed_policy_size =
        static_cast<std::int64_t>(request.policy->size() * 100 / kMaxSessionPolicyBytes);
  co_return response;
}

base::Task<aws::Result<GetSessionTokenResponse>> get_session_token(Sts& sts,
                                                                   const aws::RequestContext& context,
                                                                   GetSessionTokenRequest& request) {
  const bool temporary = context.principal != nullptr && !context.principal->session_id.empty();
  if (temporary || is_role_session(context)) {
    aws::Error error{"AccessDeniedException", std::string(messages::kNoTokenForSession),
                     aws::ErrorOrigin::kFramework};
    co_return error;
  }
  identity::Session session =
      new_session(sts, context, request.duration_seconds.value_or(kDefaultTokenSeconds));
  if (context.principal != nullptr) session.account = context.principal->account;
  auto stored = co_await store_of_caller(sts, context, session);
  if (!stored.ok()) co_return std::move(stored).error();
  GetSessionTokenResponse response;
  response.credentials = credentials_of(session);
  co_return response;
}

base::Task<aws::Result<GetAccessKeyInfoResponse>> get_access_key_info(Sts& sts,
                                                                      const aws::RequestContext& context,
                                                                      GetAccessKeyInfoRequest& request) {
  GetAccessKeyInfoResponse response;
  const auto credential = sts.access.find_credential(*request.access_key_id);
  response.account = credential ? credential->principal->account : context.account;
  co_return response;
}

}  // namespace stator::services::sts
