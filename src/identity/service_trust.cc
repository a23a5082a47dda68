#include "identity/service_trust.h"

namespace stator::identity {

bool allows_service(authz::Policy policy, std::string_view service, std::string_view action,
                    std::string_view resource, const authz::Facts& facts) {
  // Policies are evaluated for callers with ARNs: here services are the ones that are named.
  for (authz::Statement& statement : policy.statements) {
    if (statement.principals) statement.principals->aws = std::move(statement.principals->others);
  }
  const authz::Caller caller{"no account", {std::string(service)}};
  const authz::Verdict verdict = authz::evaluate(policy, {action, resource, &caller, &facts});
  return verdict.allowed && !verdict.denied;
}

bool trusts_service(const Principal& role, std::string_view service, const authz::Facts& facts) {
  if (role.trust_parsed == nullptr) return false;
  return allows_service(*role.trust_parsed, service, "sts:AssumeRole", role.arn(), facts);
}

}  // namespace stator::identity
