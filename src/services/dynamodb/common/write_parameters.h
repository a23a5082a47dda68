// What PutItem, UpdateItem and DeleteItem have in common: their condition before the write, their response
// after it.
#pragma once

#include <optional>

#include "aws/request_context.h"
#include "db/expression/condition.h"
#include "db/table/database.h"
#include "services/dynamodb/common/request_expressions.h"
#include "services/dynamodb/shapes/item.h"

namespace stator::services::dynamodb {

// The condition of a PutItem or DeleteItem, from ConditionExpression or from Expected and
// ConditionalOperator; `subject` is the item or the key. Checks, in AWS's order, which parameters go
// together, ReturnValues (these two know only the item before), the subject's values, the condition. Takes
// the placeholders out of the request.
aws::Result<std::optional<db::expression::Condition>> check_write(Envelope envelope, WriteParameters& request,
                                                                  const AttributeMap& subject);

// Sets the condition (which must outlive the request), what to answer when it fails, and which images the
// answer needs.
void set_condition(const WriteParameters& request, const std::optional<db::expression::Condition>& condition,
                   db::table::WriteOptions* options);

ReturnValue return_values(const WriteParameters& request);

// Capacity and item collection metrics, as asked for. Attributes are left out.
WriteResponse write_response(const aws::RequestContext& context, const WriteParameters& request,
                             const db::table::WriteOutcome& outcome);
// With the item before, if ReturnValues is ALL_OLD.
WriteResponse write_response_with_old(const aws::RequestContext& context, const WriteParameters& request,
                                      db::table::WriteOutcome outcome);

}  // namespace stator::services::dynamodb
