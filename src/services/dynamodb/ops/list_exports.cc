#include "services/dynamodb/ops/list_exports.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListExportsResponse>> list_exports(transfer::Exports& exports,
                                                          const aws::RequestContext& context,
                                                          ListExportsRequest& request) {
  constexpr std::int64_t kDefaultLimit = 25;
  STATOR_CO_ASSIGN(transfer::JobQuery query,
                   parse_job_query(context, request.next_token, request.max_results.value_or(kDefaultLimit)));
  if (request.table_arn) {
    STATOR_CO_ASSIGN(auto table, parse_transfer_table(context, *request.table_arn));
    if (!table) co_return ListExportsResponse{};  // none of another account or region are here
    query.table_name = std::move(*table);
  }
  auto page = co_await exports.list(std::move(query));
  if (!page.ok()) co_return export_error(std::move(page).error(), {});
  ListExportsResponse response;
  for (const transfer::Export& job : page->jobs) response.export_summaries.push_back(summarize(job));
  response.next_token = next_token_of(*page);
  co_return response;
}

}  // namespace stator::services::dynamodb
