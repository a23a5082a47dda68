#include "services/dynamodb/ops/list_imports.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/transfer_description.h"
#include "services/dynamodb/common/transfer_errors.h"
#include "services/dynamodb/common/transfer_names.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<ListImportsResponse>> list_imports(transfer::Imports& imports,
                                                          const aws::RequestContext& context,
                                                          ListImportsRequest& request) {
  constexpr std::int64_t kDefaultLimit = 25;
  STATOR_CO_ASSIGN(transfer::JobQuery query,
                   parse_job_query(context, request.next_token, request.page_size.value_or(kDefaultLimit)));
  if (request.table_arn) {
    STATOR_CO_ASSIGN(auto table, parse_transfer_table(context, *request.table_arn));
    if (!table) co_return ListImportsResponse{};  // none of another account or region are here
    query.table_name = std::move(*table);
  }
  auto page = co_await imports.list(std::move(query));
  if (!page.ok()) co_return import_error(std::move(page).error(), {});
  ListImportsResponse response;
  for (const transfer::Import& job : page->jobs) response.import_summary_list.push_back(summarize(job));
  response.next_token = next_token_of(*page);
  co_return response;
}

}  // namespace stator::services::dynamodb
