#include "services/dynamodb/ops/query.h"

#include "messages/dynamodb.h"
#include "services/dynamodb/common/legacy_parameters.h"
#include "services/dynamodb/common/page_parameters.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::expression::Kind;

aws::Result<base::Ok> check_parameters(const QueryRequest& request) {
  if (request.limit && *request.limit < 1) return request_error(Envelope::kValidation, messages::kQueryLimit);
  // KeyConditions go together with a FilterExpression, which is older than KeyConditionExpression (documented
  // for KeyConditions).
  STATOR_TRY(refuse_mixed(
      Envelope::kNone,
      {{"AttributesToGet", request.attributes_to_get.has_value()},
       {"QueryFilter", request.legacy_filter.has_value()},
       {"ConditionalOperator", request.conditional_operator.has_value()},
       {"KeyConditions", request.key_conditions.has_value() && request.key_condition_expression.has_value()}},
      {{"ProjectionExpression", request.projection_expression.has_value()},
       {"FilterExpression", request.filter_expression.has_value()},
       {"KeyConditionExpression", request.key_condition_expression.has_value()}}));
  STATOR_TRY(check_select(Envelope::kValidation, request));
  if (!request.key_conditions && !request.key_condition_expression) {
    return aws::validation_error(messages::kNoKeyCondition);
  }
  return check_start_key(request);
}

aws::Result<PageExpressions> validate(QueryRequest& request) {
  STATOR_TRY(check_parameters(request));
  PageExpressions parsed;
  RequestExpressions expressions(Envelope::kNone);
  STATOR_TRY(expressions.open(request.expression_attribute_names, request.expression_attribute_values,
                              {{"FilterExpression", request.filter_expression.has_value()},
                               {"KeyConditionExpression", request.key_condition_expression.has_value()}},
                              request.projection_expression.has_value()));
  STATOR_ASSIGN(parsed.filter, request.filter_expression
                                   ? expressions.condition(Kind::kFilter, request.filter_expression)
                                   : legacy_filter(request.legacy_filter, request.conditional_operator));
  STATOR_ASSIGN(parsed.key_condition, request.key_conditions
                                          ? legacy_key_condition(*request.key_conditions)
                                          : expressions.key_condition(request.key_condition_expression));
  STATOR_ASSIGN(parsed.projection,
                expressions.projection(request.projection_expression, request.attributes_to_get));
  STATOR_TRY(expressions.close());
  return parsed;
}

}  // namespace

base::Task<aws::Result<PageResponse>> query(db::table::Database& database, const aws::RequestContext& context,
                                            QueryRequest& request) {
  STATOR_CO_ASSIGN(const PageExpressions expressions, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::QueryRequest read;
  set_page_parameters(request, expressions, &read);
  read.key_condition = pointer_or_null(expressions.key_condition);
  read.forward = request.scan_index_forward.value_or(true);
  auto reserved = co_await reserve_page(context, request.limit);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto page = co_await database.query(std::move(table), read);
  if (!page.ok()) co_return to_aws_error(std::move(page).error());
  co_return page_response(context, request, std::move(*page));
}

}  // namespace stator::services::dynamodb
