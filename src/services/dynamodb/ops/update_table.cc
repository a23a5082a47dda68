#include "services/dynamodb/ops/update_table.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_definition.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

// The -1 that removes a maximum is in the response, and not in DescribeTable's (on_demand_throughput.case).
void echo_removals(const OnDemandThroughput& request, std::optional<OnDemandThroughput>* out) {
  for (auto maximum :
       {&OnDemandThroughput::max_read_request_units, &OnDemandThroughput::max_write_request_units}) {
    if (request.*maximum != -1) continue;
    if (!*out) out->emplace();
    (**out).*maximum = -1;
  }
}

}  // namespace

base::Task<aws::Result<TableResponse>> update_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    UpdateTableRequest& request) {
  STATOR_CO_ASSIGN(std::string name, resolve_table_name(context, *request.table_name));
  STATOR_CO_ASSIGN(db::table::TableUpdate update, table_update(request));
  auto table = co_await database.update_table(scope_of(context), std::move(name), std::move(update));
  if (!table.ok()) co_return to_aws_error(std::move(table).error());
  TableResponse response{describe(*table)};
  if (request.on_demand_throughput)
    echo_removals(*request.on_demand_throughput, &response.description.on_demand_throughput);
  if (auto& indexes = response.description.global_secondary_indexes) {
    for (GlobalSecondaryIndexDescription& index : *indexes) {
      if (index.backfilling) index.backfilling = false;  // it has not begun (global_index.case)
    }
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
