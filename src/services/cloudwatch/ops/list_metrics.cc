#include "services/cloudwatch/ops/list_metrics.h"

#include "base/base64.h"
#include "services/cloudwatch/messages.h"

namespace stator::services::cloudwatch {
namespace {

// AWS lists what something was reported of within the last two weeks.
constexpr std::int64_t kListedSeconds = 14LL * 24 * 3600;
constexpr std::int64_t kRecentSeconds = 3LL * 3600;

}  // namespace

base::Task<aws::Result<ListMetricsResponse>> list_metrics(CloudWatch& service,
                                                          const aws::RequestContext& context,
                                                          ListMetricsRequest& request) {
  monitoring::ListRequest wanted;
  wanted.name_space = request.name_space.value_or("");
  wanted.name = request.metric_name.value_or("");
  if (request.dimensions) {
    for (DimensionFilterShape& filter : *request.dimensions)
      wanted.dimensions.push_back({std::move(*filter.name), std::move(filter.value)});
  }
  wanted.active_since =
      context.clock->unix_seconds() - (request.recently_active ? kRecentSeconds : kListedSeconds);
  if (request.next_token &&
      (request.next_token->empty() || !base::append_base64_decoded(*request.next_token, wanted.after)))
    co_return invalid_value(messages::kBadNextToken);
  ListMetricsResponse response;
  const bool owners = request.include_linked_accounts.value_or(false);
  if (owners) response.owning_accounts.emplace();
  // No other account is linked to this one.
  if (request.owning_account && *request.owning_account != context.account) co_return response;
  if (wanted.name_space.empty() || is_own(wanted.name_space)) co_await service.feed.flush();
  auto page = co_await service.metrics.list(scope_of(context), std::move(wanted));
  if (!page.ok()) co_return to_aws_error(page.error());
  for (monitoring::Metric& metric : page->metrics) {
    response.metrics.push_back(shape_of(std::move(metric)));
    if (owners) response.owning_accounts->push_back(context.account);
  }
  if (page->next) base::append_base64(*page->next, response.next_token.emplace());
  co_return response;
}

}  // namespace stator::services::cloudwatch
