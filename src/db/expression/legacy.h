// The legacy conditional parameters, translated to the trees of the expressions, so that both are evaluated
// by the same code (rule 82). Source: "Legacy conditional parameters", Amazon DynamoDB Developer Guide.
//
// Attribute names are always top-level: a dot in them is a dot. Values are encoded (value.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/condition.h"
#include "db/expression/key_condition.h"
#include "db/expression/projection.h"
#include "db/expression/update.h"
#include "db/model/error.h"

namespace stator::db::expression {

enum class ComparisonOperator {
  kEq,
  kNe,
  kIn,
  kLe,
  kLt,
  kGe,
  kGt,
  kBetween,
  kNotNull,
  kNull,
  kContains,
  kNotContains,
  kBeginsWith,
};
// "EQ", "NOT_NULL" ...
std::string_view comparison_operator_name(ComparisonOperator op);

enum class ConditionalOperator { kAnd, kOr };

// One entry of QueryFilter, ScanFilter or KeyConditions.
struct LegacyCondition {
  std::string attribute;
  ComparisonOperator op = ComparisonOperator::kEq;
  std::vector<std::string> values;  // AttributeValueList
};

// One entry of Expected; absent = not in the request.
struct ExpectedAttribute {
  std::string attribute;
  std::optional<bool> exists;
  std::optional<std::string> value;
  std::optional<ComparisonOperator> op;
  std::optional<std::vector<std::string>> values;  // AttributeValueList
};

enum class AttributeAction { kPut, kAdd, kDelete };

// One entry of AttributeUpdates.
struct AttributeUpdate {
  std::string attribute;
  AttributeAction action = AttributeAction::kPut;
  std::optional<std::string> value;
};

// ConditionalOperator needs two or more conditions to join.
Result<base::Ok> check_conditional_operator(std::optional<ConditionalOperator> op, std::size_t conditions);

// Precondition: not empty (an empty map in a request is no condition).
Result<Condition> condition_from_expected(const std::vector<ExpectedAttribute>& expected,
                                          ConditionalOperator join);
// QueryFilter and ScanFilter.
Result<Condition> condition_from_filter(const std::vector<LegacyCondition>& filter, ConditionalOperator join);
Result<KeyCondition> key_condition_from_legacy(const std::vector<LegacyCondition>& conditions);
// May be empty: then it changes nothing.
Result<Update> update_from_attribute_updates(const std::vector<AttributeUpdate>& updates);
// AttributesToGet.
Result<Projection> projection_from_attributes(const std::vector<std::string>& names);

}  // namespace stator::db::expression
