#include "services/dynamodb/ops/update_table.h"

#include <algorithm>

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

bool only_warms(const UpdateTableRequest& request) {
  if (request.billing_mode || request.provisioned_throughput || request.stream_specification ||
      request.sse_specification || request.table_class || request.deletion_protection_enabled ||
      request.on_demand_throughput || request.vector_index_updates)
    return false;
  if (!request.global_secondary_index_updates) return request.warm_throughput.has_value();
  return std::all_of(request.global_secondary_index_updates->begin(),
                     request.global_secondary_index_updates->end(), [](const auto& each) {
                       return each.update && each.update->warm_throughput &&
                              !each.update->provisioned_throughput && !each.update->on_demand_throughput;
                     });
}

void show_warming(WarmThroughputDescription before, WarmThroughputDescription* out) {
  if (before.read_units_per_second == out->read_units_per_second &&
      before.write_units_per_second == out->write_units_per_second)
    return;
  *out = before;
  out->status = TableStatus::kUpdating;
}

// The response still has what was kept warm before, and the table stays ACTIVE (warm_throughput.case).
void show_warming(const UpdateTableRequest& request, const db::table::TableSchema& before,
                  TableDescription* out) {
  if (request.warm_throughput) show_warming(describe_warm(before), &out->warm_throughput);
  if (out->global_secondary_indexes && request.global_secondary_index_updates) {
    for (GlobalSecondaryIndexDescription& index : *out->global_secondary_indexes)
      if (const auto* known = before.find_index(index.index_name))
        show_warming(describe_warm(before, known), &index.warm_throughput);
  }
  if (only_warms(request)) out->table_status = TableStatus::kActive;
}

}  // namespace

base::Task<aws::Result<TableResponse>> update_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    UpdateTableRequest& request) {
  STATOR_CO_ASSIGN(std::string name, resolve_table_name(context, *request.table_name));
  STATOR_CO_ASSIGN(db::table::TableUpdate update, table_update(request));
  const auto before = database.find_table(scope_of(context), name);
  auto table = co_await database.update_table(scope_of(context), std::move(name), std::move(update));
  if (!table.ok()) co_return to_aws_error(std::move(table).error());
  TableResponse response{describe(*table)};
  if (request.on_demand_throughput)
    echo_removals(*request.on_demand_throughput, &response.description.on_demand_throughput);
  if (before.ok()) show_warming(request, **before, &response.description);
  if (auto& indexes = response.description.global_secondary_indexes) {
    for (GlobalSecondaryIndexDescription& index : *indexes) {
      if (index.backfilling) index.backfilling = false;  // it has not begun (global_index.case)
    }
  }
  if (auto& indexes = response.description.vector_indexes) {
    for (VectorIndexDescription& index : *indexes) {
      if (index.backfilling) index.backfilling = false;
    }
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
