#include "services/dynamodb/ops/update_item.h"

#include "services/dynamodb/common/legacy_parameters.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/table_name.h"
#include "services/dynamodb/common/write_parameters.h"

namespace stator::services::dynamodb {
namespace {

using db::expression::Projection;
using OptionalText = std::optional<std::string>;

struct Expressions {
  std::optional<db::expression::Update> update;
  std::optional<db::expression::Condition> condition;
};

aws::Result<Expressions> validate(UpdateItemRequest& request) {
  STATOR_TRY(refuse_mixed(Envelope::kValidation,
                          {{"AttributeUpdates", request.attribute_updates.has_value()},
                           {"Expected", request.expected.has_value()},
                           {"ConditionalOperator", request.conditional_operator.has_value()}},
                          {{"UpdateExpression", request.update_expression.has_value()},
                           {"ConditionExpression", request.condition_expression.has_value()}}));
  if (request.key->invalid) return value_error(Envelope::kValidation, *request.key->invalid);

  Expressions parsed;
  RequestExpressions expressions(Envelope::kValidation);
  STATOR_TRY(expressions.open(request.expression_attribute_names, request.expression_attribute_values,
                              {{"UpdateExpression", request.update_expression.has_value()},
                               {"ConditionExpression", request.condition_expression.has_value()}}));
  STATOR_ASSIGN(parsed.update, request.attribute_updates
                                   ? legacy_update(Envelope::kValidation, *request.attribute_updates)
                                   : expressions.update(request.update_expression));
  STATOR_ASSIGN(parsed.condition,
                request.condition_expression
                    ? expressions.condition(db::expression::Kind::kCondition, request.condition_expression)
                    : legacy_expected(Envelope::kValidation, request.expected, request.conditional_operator));
  STATOR_TRY(expressions.close());
  return parsed;
}

// What an update changed, as it is in `item`; nothing where none of it is there (rule 80).
std::optional<AttributeMap> updated_fragments(const std::optional<db::expression::Update>& update,
                                              const OptionalText& item) {
  if (!update || !item) return std::nullopt;
  std::string fragments;
  Projection(update->paths()).project(db::model::ItemView(*item), &fragments);
  if (db::model::MapView(fragments).empty()) return std::nullopt;
  return attribute_map(std::move(fragments));
}

std::optional<AttributeMap> whole_item(OptionalText&& item) {
  if (!item) return std::nullopt;
  return attribute_map(std::move(*item));
}

std::optional<AttributeMap> returned_attributes(ReturnValue wanted,
                                                const std::optional<db::expression::Update>& update,
                                                db::table::WriteOutcome& outcome) {
  switch (wanted) {
    case ReturnValue::kNone:
      return std::nullopt;
    case ReturnValue::kAllOld:
      return whole_item(std::move(outcome.old_item));
    case ReturnValue::kAllNew:
      return whole_item(std::move(outcome.new_item));
    case ReturnValue::kUpdatedOld:
      return updated_fragments(update, outcome.old_item);
    case ReturnValue::kUpdatedNew:
      return updated_fragments(update, outcome.new_item);
  }
  return std::nullopt;
}

}  // namespace

base::Task<aws::Result<WriteResponse>> update_item(db::table::Database& database,
                                                   const aws::RequestContext& context,
                                                   UpdateItemRequest& request) {
  STATOR_CO_ASSIGN(const Expressions expressions, validate(request));
  STATOR_CO_ASSIGN(db::table::TableRef table, find_table(database, context, *request.table_name));

  db::table::UpdateRequest change;
  change.key = db::model::ItemView(request.key->bytes);
  change.update = pointer_or_null(expressions.update);
  set_condition(request, expressions.condition, &change);
  auto outcome = co_await database.update_item(std::move(table), change);
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());

  WriteResponse response = write_response(context, request, *outcome);
  response.attributes = returned_attributes(return_values(request), expressions.update, *outcome);
  co_return response;
}

}  // namespace stator::services::dynamodb
