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
  co_return aws::authorize(context, asked.access);
}

}  // namespace stator::services::lambda
