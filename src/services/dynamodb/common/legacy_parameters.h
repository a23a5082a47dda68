// The parameters that came before expressions (rule 82): from their shapes to the same parsed forms. Values
// are taken out of the request. Errors: ValidationException; the envelope is for what is wrong with sets.
#pragma once

#include <optional>

#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/update.h"
#include "services/dynamodb/common/errors.h"
#include "services/dynamodb/shapes/common.h"

namespace stator::services::dynamodb {

using OptionalOperator = std::optional<Enum<ConditionalOperator>>;

// Expected with ConditionalOperator.
aws::Result<std::optional<db::expression::Condition>> legacy_expected(
    Envelope envelope, std::optional<Map<ExpectedAttributeValue>>& expected,
    const OptionalOperator& conditional_operator);
// QueryFilter or ScanFilter with ConditionalOperator.
aws::Result<std::optional<db::expression::Condition>> legacy_filter(
    std::optional<Map<Condition>>& filter, const OptionalOperator& conditional_operator);
// KeyConditions.
aws::Result<std::optional<db::expression::KeyCondition>> legacy_key_condition(Map<Condition>& conditions);
// AttributeUpdates.
aws::Result<std::optional<db::expression::Update>> legacy_update(Envelope envelope,
                                                                 Map<AttributeValueUpdate>& updates);

}  // namespace stator::services::dynamodb
