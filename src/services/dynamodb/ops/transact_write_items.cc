#include "services/dynamodb/ops/transact_write_items.h"

#include <memory>

#include "base/time_slice.h"
#include "messages/dynamodb.h"
#include "services/dynamodb/common/cancellation.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_digest.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using db::model::ItemView;
using db::transaction::WriteAction;

// One action with everything that its request to the database points to.
struct Action {
  const TransactParameters* parameters = nullptr;
  std::optional<db::expression::Condition> condition;
  std::optional<db::expression::Update> update;
  db::table::PutRequest put;
  db::table::UpdateRequest change;
  db::table::DeleteRequest removal;
  db::transaction::ConditionCheck check;
};
using ActionPtr = std::unique_ptr<Action>;

// Condition and update of one action, with the placeholders that they share.
aws::Result<ActionPtr> parse_expressions(TransactParameters& parameters, const AttributeMap& key_or_item,
                                         const std::optional<std::string>& update_expression) {
  if (key_or_item.invalid) return value_error(Envelope::kNone, *key_or_item.invalid);
  auto action = std::make_unique<Action>();
  action->parameters = &parameters;
  RequestExpressions expressions(Envelope::kNone, RequestExpressions::Idle::kAllowed);
  STATOR_TRY(expressions.open(parameters.expression_attribute_names, parameters.expression_attribute_values,
                              {{"UpdateExpression", update_expression.has_value()},
                               {"ConditionExpression", parameters.condition_expression.has_value()}}));
  STATOR_ASSIGN(action->update, expressions.update(update_expression));
  STATOR_ASSIGN(action->condition,
                expressions.condition(db::expression::Kind::kCondition, parameters.condition_expression));
  STATOR_TRY(expressions.close());
  return action;
}

void set_options(const Action& action, db::table::WriteOptions* options) {
  options->condition = pointer_or_null(action.condition);
  const auto& wanted = action.parameters->return_values_on_condition_check_failure;
  options->return_item_on_condition_failure =
      wanted && wanted->get() == ReturnValuesOnConditionCheckFailure::kAllOld;
}

aws::Result<ActionPtr> validate(TransactWriteItem& item) {
  const int given = item.condition_check.has_value() + item.put.has_value() + item.remove.has_value() +
                    item.update.has_value();
  if (given != 1) return aws::validation_error(messages::kOneTransactAction);
  if (item.put) {
    STATOR_ASSIGN(ActionPtr action, parse_expressions(*item.put, *item.put->item, {}));
    action->put.item = ItemView(item.put->item->bytes);
    set_options(*action, &action->put);
    return action;
  }
  if (item.update) {
    STATOR_ASSIGN(ActionPtr action,
                  parse_expressions(*item.update, *item.update->key, item.update->update_expression));
    action->change.key = ItemView(item.update->key->bytes);
    action->change.update = pointer_or_null(action->update);
    set_options(*action, &action->change);
    return action;
  }
  if (item.remove) {
    STATOR_ASSIGN(ActionPtr action, parse_expressions(*item.remove, *item.remove->key, {}));
    action->removal.key = ItemView(item.remove->key->bytes);
    set_options(*action, &action->removal);
    return action;
  }
  STATOR_ASSIGN(ActionPtr action, parse_expressions(*item.condition_check, *item.condition_check->key, {}));
  action->check.key = ItemView(item.condition_check->key->bytes);
  set_options(*action, &action->check);
  return action;
}

WriteAction write_action(const TransactWriteItem& item, const Action& action, db::table::TableRef table) {
  if (item.put) return {std::move(table), &action.put};
  if (item.update) return {std::move(table), &action.change};
  if (item.remove) return {std::move(table), &action.removal};
  return {std::move(table), &action.check};
}

void add_parameters(std::string_view kind, const TransactParameters& parameters,
                    const std::optional<AttributeMap>& key, RequestDigest* digest) {
  digest->add(kind);
  digest->add(parameters.table_name);
  digest->add(key);
  digest->add(parameters.condition_expression);
  digest->add(parameters.expression_attribute_names);
  digest->add(parameters.expression_attribute_values);
}

// Before parsing, which takes the placeholders out of the request.
std::string digest_of(const TransactWriteItemsRequest& request) {
  RequestDigest digest;
  for (const TransactWriteItem& item : *request.transact_items) {
    if (item.condition_check)
      add_parameters("check", *item.condition_check, item.condition_check->key, &digest);
    if (item.put) add_parameters("put", *item.put, item.put->item, &digest);
    if (item.remove) add_parameters("delete", *item.remove, item.remove->key, &digest);
    if (item.update) {
      add_parameters("update", *item.update, item.update->key, &digest);
      digest.add(item.update->update_expression);
    }
  }
  return digest.finish();
}

std::optional<Map<std::vector<ItemCollectionMetrics>>> collection_metrics(
    const TransactWriteItemsRequest& request, const db::transaction::WriteOutcome& outcome) {
  if (!wants_metrics(request.return_item_collection_metrics) || outcome.collections.empty())
    return std::nullopt;
  Map<std::vector<ItemCollectionMetrics>> by_table;
  for (const auto& [table_name, metrics] : outcome.collections) {
    if (by_table.empty() || by_table.back().first != table_name) by_table.emplace_back(table_name, 0);
    by_table.back().second.push_back(report_metrics(metrics));
  }
  return by_table;
}

}  // namespace

base::Task<aws::Result<TransactWriteItemsResponse>> transact_write_items(
    db::transaction::Transactions& transactions, const aws::RequestContext& context,
    TransactWriteItemsRequest& request) {
  std::optional<db::transaction::ClientToken> token;
  if (request.client_request_token)
    token = {"TransactWriteItems", scope_of(context), *request.client_request_token, digest_of(request)};

  std::vector<ActionPtr> parsed;
  base::TimeSlice slice;
  for (TransactWriteItem& item : *request.transact_items) {
    co_await slice.pause_if_used_up();
    STATOR_CO_ASSIGN(ActionPtr action, validate(item));
    parsed.push_back(std::move(action));
  }
  std::vector<WriteAction> actions;
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    STATOR_CO_ASSIGN(db::table::TableRef table,
                     find_table(transactions.database(), context, *parsed[i]->parameters->table_name));
    actions.push_back(write_action((*request.transact_items)[i], *parsed[i], std::move(table)));
  }
  auto outcome = co_await transactions.write(std::move(actions), std::move(token));
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  if (!outcome->reasons.empty()) co_return transaction_canceled(context, outcome->reasons);

  TransactWriteItemsResponse response;
  response.consumed_capacity =
      report_transaction_capacity(context, outcome->replayed ? Units::kRead : Units::kWrite,
                                  request.return_consumed_capacity, outcome->consumed);
  response.item_collection_metrics = collection_metrics(request, *outcome);
  co_return response;
}

}  // namespace stator::services::dynamodb
