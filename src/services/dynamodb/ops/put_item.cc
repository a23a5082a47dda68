#include "services/dynamodb/ops/put_item.h"

#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/write_parameters.h"

namespace stator::services::dynamodb {

base::Task<aws::Result<WriteResponse>> put_item(db::table::Database& database,
                                                const aws::RequestContext& context, PutItemRequest& request) {
  STATOR_CO_ASSIGN(const auto condition, check_write(Envelope::kValidation, request, *request.item));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::PutRequest put;
  put.item = db::model::ItemView(request.item->bytes);
  set_condition(request, condition, &put);
  auto outcome = co_await database.put_item(std::move(table), put);
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  co_return write_response_with_old(context, request, std::move(*outcome));
}

}  // namespace stator::services::dynamodb
