#include "services/dynamodb/ops/create_table.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_definition.h"
#include "services/dynamodb/common/table_description.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> create_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    CreateTableRequest& request) {
  STATOR_CO_ASSIGN(db::table::TableSchema definition, table_definition(context, request));
  auto table = co_await database.create_table(std::move(definition));
  if (!table.ok()) co_return to_aws_error(std::move(table).error());
  co_return TableResponse{describe(*table)};
}

}  // namespace stator::services::dynamodb
