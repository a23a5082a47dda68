#include "functions/event_source.h"

#include "functions/function_arn.h"
#include "identity/service_trust.h"

namespace stator::functions {

// https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
bool may_invoke(const EventSource& source, const Function& function, std::string_view qualifier) {
  const std::string document = function.policy_document(std::string(qualifier));
  auto policy = authz::parse_policy(document, authz::DocumentKind::kResource);
  if (document.empty() || !policy.ok()) return false;
  authz::Facts facts;
  facts.set("aws:SourceArn", source.arn);
  facts.set("aws:SourceAccount", source.account);
  const FunctionArn arn{function.scope, function.name, std::string(qualifier)};
  return identity::allows_service(std::move(policy).value(), source.service, "lambda:InvokeFunction",
                                  arn.text(), facts);
}

}  // namespace stator::functions
