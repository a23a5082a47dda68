#include "services/lambda/ops/account.h"

#include <algorithm>

#include "functions/package.h"

namespace stator::services::lambda {

base::Task<aws::Result<AccountSettingsResponse>> get_account_settings(Service& service,
                                                                      const aws::RequestContext& context,
                                                                      AccountSettingsRequest&) {
  constexpr std::int64_t kTotalCode = 80'530'636'800, kZipped = 52'428'800;  // AWS's
  constexpr std::size_t kPage = 1000;
  AccountSettingsResponse response;
  response.limit.total_code_size = kTotalCode;
  response.limit.code_size_unzipped = static_cast<std::int64_t>(functions::kMaxUnpackedBytes);
  response.limit.code_size_zipped = kZipped;
  response.limit.concurrent_executions = static_cast<std::int64_t>(functions::kMaxEnvironments);
  std::int64_t reserved = 0;
  std::string after;
  for (bool more = true; more;) {
    auto page = co_await service.registry.list(scope_of(context), after, kPage);
    if (!page.ok()) co_return to_aws_error(page.error());
    for (const functions::Function& function : page->first) {
      ++response.usage.function_count;
      response.usage.total_code_size += function.latest.code_bytes;
      for (const auto& version : function.versions) response.usage.total_code_size += version.code_bytes;
      reserved += function.reserved_concurrency.value_or(0);
      after = function.name;
    }
    more = page->second;
  }
  response.limit.unreserved_concurrent_executions =
      std::max<std::int64_t>(0, response.limit.concurrent_executions - reserved);
  co_return response;
}

}  // namespace stator::services::lambda
