#include "services/dynamodb/ops/put_item.h"

#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/write_parameters.h"

namespace stator::services::dynamodb {
namespace {

using OptionalCondition = std::optional<db::expression::Condition>;

aws::Result<OptionalCondition> validate(PutItemRequest& request) {
  STATOR_TRY(refuse_mixed(Envelope::kValidation,
                          {{"Expected", request.expected.has_value()},
                           {"ConditionalOperator", request.conditional_operator.has_value()}},
                          {{"ConditionExpression", request.condition_expression.has_value()}}));
  STATOR_TRY(check_all_old_or_none(request));
  if (request.item->invalid) return value_error(Envelope::kValidation, *request.item->invalid);
  return write_condition(Envelope::kValidation, request);
}

}  // namespace

base::Task<aws::Result<WriteResponse>> put_item(db::table::Database& database,
                                                const aws::RequestContext& context, PutItemRequest& request) {
  STATOR_CO_ASSIGN(const OptionalCondition condition, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::PutRequest put;
  put.item = db::model::ItemView(request.item->bytes);
  set_condition(request, condition, &put);
  auto outcome = co_await database.put_item(std::move(table), put);
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());

  WriteResponse response = write_response(request, *outcome);
  if (return_values(request) == ReturnValue::kAllOld && outcome->old_item) {
    response.attributes = attribute_map(std::move(*outcome->old_item));
  }
  co_return response;
}

}  // namespace stator::services::dynamodb
