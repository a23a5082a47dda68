#include "services/dynamodb/ops/get_item.h"

#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using OptionalProjection = std::optional<db::expression::Projection>;

aws::Result<OptionalProjection> validate(GetItemRequest& request) {
  STATOR_TRY(refuse_mixed(Envelope::kNone, {{"AttributesToGet", request.attributes_to_get.has_value()}},
                          {{"ProjectionExpression", request.projection_expression.has_value()}}));
  if (request.key->invalid) return value_error(Envelope::kNone, *request.key->invalid);
  return read_projection(request);
}

}  // namespace

base::Task<aws::Result<GetItemResponse>> get_item(db::table::Database& database,
                                                  const aws::RequestContext& context,
                                                  GetItemRequest& request) {
  STATOR_CO_ASSIGN(const OptionalProjection projection, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::GetRequest get;
  get.key = db::model::ItemView(request.key->bytes);
  get.consistent = request.consistent_read.value_or(false);
  get.projection = pointer_or_null(projection);
  auto outcome = co_await database.get_item(std::move(table), get);
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());

  GetItemResponse response;
  if (outcome->item) response.item = attribute_map(std::move(*outcome->item));
  response.consumed_capacity =
      report_capacity(context, Units::kRead, request.return_consumed_capacity, outcome->consumed);
  co_return response;
}

}  // namespace stator::services::dynamodb
