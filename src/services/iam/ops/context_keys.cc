#include "services/iam/ops/context_keys.h"

#include "authz/context_keys.h"
#include "services/iam/common/simulated_policies.h"

namespace stator::services::iam {

aws::Result<base::Ok> authorize(Iam&, const aws::RequestContext& context,
                                const aws::protocol::Operation& operation,
                                const ContextKeysRequest& request) {
  const aws::Access access{std::string(operation.action), request.policy_source_arn.value_or("*"), {}};
  return aws::authorize(context, access);
}

base::Task<aws::Result<ContextKeysResponse>> get_context_keys(Iam& iam, const aws::RequestContext& context,
                                                              ContextKeysRequest& request) {
  authz::ContextKeys keys;
  if (request.policy_source_arn) {
    STATOR_CO_ASSIGN(const PrincipalRef source,
                     find_policy_source(iam, context.account, *request.policy_source_arn));
    STATOR_CO_ASSIGN(const std::vector<authz::SimulatedPolicy> attached, policies_of(iam, *source));
    for (const authz::SimulatedPolicy& policy : attached) keys.add(policy.policy);
  }
  STATOR_CO_ASSIGN(const std::vector<authz::SimulatedPolicy> given,
                   given_policies("PolicyInputList", request.policy_input_list));
  for (const authz::SimulatedPolicy& policy : given) keys.add(policy.policy);
  ContextKeysResponse response;
  response.names = keys.names();
  co_return response;
}

}  // namespace stator::services::iam
