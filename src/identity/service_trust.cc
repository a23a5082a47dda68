#include "identity/service_trust.h"

namespace stator::identity {

bool trusts_service(const Principal& role, std::string_view service, const authz::Facts& facts) {
  if (role.trust_parsed == nullptr) return false;
  // Policies are evaluated for callers with ARNs: here services are the ones that are named.
  authz::Policy policy = *role.trust_parsed;
  for (authz::Statement& statement : policy.statements) {
    if (statement.principals) statement.principals->aws = std::move(statement.principals->others);
  }
  const authz::Caller caller{"no account", {std::string(service)}};
  const std::string arn = role.arn();
  const authz::Verdict verdict = authz::evaluate(policy, {"sts:AssumeRole", arn, &caller, &facts});
  return verdict.allowed && !verdict.denied;
}

}  // namespace stator::identity
