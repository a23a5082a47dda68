#include "services/dynamodb/common/write_parameters.h"

#include "messages/dynamodb.h"
#include "services/dynamodb/common/legacy_parameters.h"
#include "services/dynamodb/common/reports.h"

namespace stator::services::dynamodb {

ReturnValue return_values(const WriteParameters& request) {
  return request.return_values ? request.return_values->get() : ReturnValue::kNone;
}

aws::Result<std::optional<db::expression::Condition>> check_write(Envelope envelope, WriteParameters& request,
                                                                  const AttributeMap& subject) {
  STATOR_TRY(refuse_mixed(envelope,
                          {{"Expected", request.expected.has_value()},
                           {"ConditionalOperator", request.conditional_operator.has_value()}},
                          {{"ConditionExpression", request.condition_expression.has_value()}}));
  const ReturnValue wanted = return_values(request);
  if (wanted != ReturnValue::kAllOld && wanted != ReturnValue::kNone)
    return aws::validation_error(messages::kReturnValuesAllOldOrNone);
  if (subject.invalid) return value_error(envelope, *subject.invalid);

  RequestExpressions expressions(envelope);
  STATOR_TRY(expressions.open(request.expression_attribute_names, request.expression_attribute_values,
                              {{"ConditionExpression", request.condition_expression.has_value()}}));
  if (!request.condition_expression)
    return legacy_expected(envelope, request.expected, request.conditional_operator);
  STATOR_ASSIGN(auto condition,
                expressions.condition(db::expression::Kind::kCondition, request.condition_expression));
  STATOR_TRY(expressions.close());
  return condition;
}

void set_condition(const WriteParameters& request, const std::optional<db::expression::Condition>& condition,
                   db::table::WriteOptions* options) {
  options->condition = pointer_or_null(condition);
  const ReturnValue returned = return_values(request);
  options->keeps_old_item = returned == ReturnValue::kAllOld || returned == ReturnValue::kUpdatedOld;
  options->keeps_new_item = returned == ReturnValue::kAllNew || returned == ReturnValue::kUpdatedNew;
  const auto& wanted = request.return_values_on_condition_check_failure;
  options->return_item_on_condition_failure =
      wanted && wanted->get() == ReturnValuesOnConditionCheckFailure::kAllOld;
}

WriteResponse write_response(const aws::RequestContext& context, const WriteParameters& request,
                             const db::table::WriteOutcome& outcome) {
  WriteResponse response;
  response.consumed_capacity =
      report_capacity(context, Units::kWrite, request.return_consumed_capacity, outcome.consumed);
  if (outcome.collection && wants_metrics(request.return_item_collection_metrics)) {
    response.item_collection_metrics = report_metrics(*outcome.collection);
  }
  return response;
}

WriteResponse write_response_with_old(const aws::RequestContext& context, const WriteParameters& request,
                                      db::table::WriteOutcome outcome) {
  WriteResponse response = write_response(context, request, outcome);
  if (return_values(request) == ReturnValue::kAllOld && outcome.old_item)
    response.attributes = attribute_map(std::move(*outcome.old_item));
  return response;
}

}  // namespace stator::services::dynamodb
