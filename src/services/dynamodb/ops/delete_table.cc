#include "services/dynamodb/ops/delete_table.h"

#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/common/table_description.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<TableResponse>> delete_table(db::table::Database& database,
                                                    const aws::RequestContext& context,
                                                    TableNameRequest& request) {
  STATOR_CO_ASSIGN(std::string name, resolve_table_name(context, *request.table_name));
  auto table = co_await database.delete_table(scope_of(context), std::move(name));
  if (!table.ok()) co_return to_aws_error(std::move(table).error());
  // AWS leaves out what a table is made of (API_DeleteTable, Examples; an answer of AWS of 2016).
  TableResponse response{describe(*table)};
  response.description.attribute_definitions.reset();
  response.description.key_schema.reset();
  response.description.creation_date_time.reset();
  response.description.local_secondary_indexes.reset();
  co_return response;
}

}  // namespace stator::services::dynamodb
