#include "services/lambda/authorization.h"

namespace stator::services::lambda {

base::Task<aws::Result<base::Ok>> check_access(Service& service, const aws::RequestContext& context,
                                               FunctionAccess asked) {
  if (!asked.function.empty()) {
    auto function = co_await service.registry.find(scope_of(context), std::move(asked.function));
    // One that is not there has no policy; the operation says so to who may know.
    if (function.ok()) {
      asked.access.resource_policy = function->policy_document();
    } else if (function.error().kind != functions::FailureKind::kNotFound) {
      co_return to_aws_error(function.error());
    }
  }
  if (!asked.mapping.empty() && context.authorizer != nullptr) {
    auto mapping = co_await service.triggers.find(scope_of(context), std::move(asked.mapping));
    if (mapping.ok()) {
      aws::Access of_its_function{asked.access.action, asked.access.resource, {}};
      of_its_function.facts.set("lambda:FunctionArn", mapping->function_arn());
      STATOR_CO_TRY(aws::authorize(context, of_its_function));
      if (asked.access.facts.find("lambda:functionarn") == nullptr) co_return base::Ok{};
    } else if (mapping.error().kind != functions::FailureKind::kNotFound) {
      co_return to_aws_error(mapping.error());
    }
  }
  co_return aws::authorize(context, asked.access);
}

}  // namespace stator::services::lambda
