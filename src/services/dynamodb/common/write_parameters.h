// What PutItem, UpdateItem and DeleteItem have in common: their condition before the write, their response
// after it.
#pragma once

#include <optional>

#include "db/expression/condition.h"
#include "db/table/database.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

// PutItem and DeleteItem know only the item before.
aws::Result<base::Ok> check_all_old_or_none(const WriteParameters& request);

// From ConditionExpression, or from Expected and ConditionalOperator. Takes the placeholders out of the
// request.
aws::Result<std::optional<db::expression::Condition>> write_condition(Envelope envelope,
                                                                      WriteParameters& request);

// Sets the condition (which must outlive the request) and what to answer when it fails.
void set_condition(const WriteParameters& request, const std::optional<db::expression::Condition>& condition,
                   db::table::WriteOptions* options);

ReturnValue return_values(const WriteParameters& request);

// Capacity and item collection metrics, as asked for. Attributes are left out.
WriteResponse write_response(const WriteParameters& request, const db::table::WriteOutcome& outcome);

}  // namespace stator::services::dynamodb
