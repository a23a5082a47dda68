#include "services/dynamodb/ops/list_bulk_operations.h"

#include "services/dynamodb/common/bulk_description.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListBulkOperationsResponse>> list_bulk_operations(transfer::BulkPuts& bulk_puts,
                                                                         const aws::RequestContext& context,
                                                                         ListBulkOperationsRequest& request) {
  constexpr std::int64_t kDefaultLimit = 10;  // API_ListBulkOperations
  STATOR_CO_ASSIGN(transfer::JobQuery query,
                   parse_job_query(context, request.next_token, request.max_results.value_or(kDefaultLimit)));
  auto page = co_await bulk_puts.list(std::move(query));
  if (!page.ok()) co_return bulk_error(std::move(page).error(), {});
  ListBulkOperationsResponse response;
  for (const transfer::BulkPut& job : page->jobs)
    response.bulk_operations_summary_list.push_back(summarize(job));
  response.next_token = next_token_of(*page);
  co_return response;
}

}  // namespace stator::services::dynamodb
