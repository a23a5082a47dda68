#include "services/dynamodb/ops/transact_get_items.h"

#include "base/time_slice.h"
#include "services/dynamodb/common/cancellation.h"
#include "services/dynamodb/common/reports.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/common/response_memory.h"
#include "services/dynamodb/common/table_name.h"

namespace stator::services::dynamodb {
namespace {

using OptionalProjection = std::optional<db::expression::Projection>;

aws::Result<OptionalProjection> validate(TransactGet& get) {
  if (get.key->invalid) return value_error(Envelope::kNone, *get.key->invalid);
  RequestExpressions expressions(Envelope::kNone, RequestExpressions::Idle::kAllowed);
  std::optional<Map<AttributeValue>> no_values;
  STATOR_TRY(
      expressions.open(get.expression_attribute_names, no_values, {}, get.projection_expression.has_value()));
  STATOR_ASSIGN(OptionalProjection projection,
                expressions.projection(get.projection_expression, std::nullopt));
  STATOR_TRY(expressions.close());
  return projection;
}

}  // namespace

base::Task<aws::Result<TransactGetItemsResponse>> transact_get_items(
    db::transaction::Transactions& transactions, const aws::RequestContext& context,
    TransactGetItemsRequest& request) {
  std::vector<OptionalProjection> projections;
  base::TimeSlice slice;
  for (TransactGetItem& item : *request.transact_items) {
    co_await slice.pause_if_used_up();
    STATOR_CO_ASSIGN(OptionalProjection projection, validate(*item.get));
    projections.push_back(std::move(projection));
  }
  std::vector<db::transaction::ReadAction> actions;
  for (std::size_t i = 0; i < projections.size(); ++i) {
    const TransactGet& get = *(*request.transact_items)[i].get;
    STATOR_CO_ASSIGN(db::table::TableRef table,
                     find_table(transactions.database(), context, *get.table_name));
    db::table::GetRequest read;
    read.key = db::model::ItemView(get.key->bytes);
    read.consistent = true;
    read.projection = pointer_or_null(projections[i]);
    actions.push_back({std::move(table), read});
  }
  auto reserved = co_await reserve_response(context, actions.size(), db::transaction::kMaxBytes);
  if (!reserved.ok()) co_return std::move(reserved).error();
  auto outcome = co_await transactions.read(std::move(actions));
  if (!outcome.ok()) co_return to_aws_error(std::move(outcome).error());
  if (!outcome->reasons.empty()) co_return transaction_canceled(context, outcome->reasons);

  TransactGetItemsResponse response;
  for (std::optional<std::string>& item : outcome->items) {
    ItemResponse& one = response.responses.emplace_back();
    // A projection that selects nothing leaves no Item here; GetItem and BatchGetItem keep an empty one.
    if (item && !db::model::ItemView(*item).empty()) one.item = attribute_map(std::move(*item));
  }
  response.consumed_capacity =
      report_transaction_capacity(context, Units::kRead, request.return_consumed_capacity, outcome->consumed);
  co_return response;
}

}  // namespace stator::services::dynamodb
