#include "services/dynamodb/ops/delete_item.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/write_parameters.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<WriteResponse>> delete_item(db::table::Database& database,
                                                   const aws::RequestContext& context,
                                                   DeleteItemRequest& request) {
  STATOR_CO_ASSIGN(const auto condition, check_write(Envelope::kValidation, request, *request.key));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::DeleteRequest removal;
  removal.key = db::model::ItemView(request.key->bytes);
  set_condition(request, condition, &removal);
  auto outcome = co_await database.delete_item(std::move(table), removal);
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  co_return write_response_with_old(context, request, std::move(*outcome));
}

}  // namespace stator::services::dynamodb
