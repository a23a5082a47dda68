#include "services/dynamodb/ops/update_table.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_definition.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> update_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    UpdateTableRequest& request) {
  STATOR_CO_ASSIGN(std::string name, resolve_table_name(context, *request.table_name));
  STATOR_CO_ASSIGN(db::table::TableUpdate update, table_update(request));
  auto table = co_await database.update_table(scope_of(context), std::move(name), std::move(update));
  if (!table.ok()) co_return to_aws_error(std::move(table).error());
  TableResponse response{describe(*table)};
  if (auto& indexes = response.description.global_secondary_indexes) {
    for (GlobalSecondaryIndexDescription& index : *indexes) {
      if (index.backfilling) index.backfilling = false;  // it has not begun (global_index.case)
    }
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
