#include "services/dynamodb/common/legacy_parameters.h"

#include "db/expression/legacy.h"

namespace stator::services::dynamodb {
namespace {

namespace expression = db::expression;

expression::ComparisonOperator comparison(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::kIn:
      return expression::ComparisonOperator::kIn;
    case ComparisonOperator::kNull:
      return expression::ComparisonOperator::kNull;
    case ComparisonOperator::kBetween:
      return expression::ComparisonOperator::kBetween;
    case ComparisonOperator::kLt:
      return expression::ComparisonOperator::kLt;
    case ComparisonOperator::kNotContains:
      return expression::ComparisonOperator::kNotContains;
    case ComparisonOperator::kEq:
      return expression::ComparisonOperator::kEq;
    case ComparisonOperator::kGt:
      return expression::ComparisonOperator::kGt;
    case ComparisonOperator::kNotNull:
      return expression::ComparisonOperator::kNotNull;
    case ComparisonOperator::kNe:
      return expression::ComparisonOperator::kNe;
    case ComparisonOperator::kLe:
      return expression::ComparisonOperator::kLe;
    case ComparisonOperator::kBeginsWith:
      return expression::ComparisonOperator::kBeginsWith;
    case ComparisonOperator::kGe:
      return expression::ComparisonOperator::kGe;
    case ComparisonOperator::kContains:
      return expression::ComparisonOperator::kContains;
  }
  return expression::ComparisonOperator::kEq;
}

std::optional<expression::ConditionalOperator> joining(const OptionalOperator& op) {
  if (!op) return std::nullopt;
  return op->get() == ConditionalOperator::kOr ? expression::ConditionalOperator::kOr
                                               : expression::ConditionalOperator::kAnd;
}

aws::Result<std::string> take_value(Envelope envelope, AttributeValue& value) {
  if (value.invalid) return value_error(envelope, *value.invalid);
  return std::move(value.bytes);
}

aws::Result<std::vector<std::string>> take_values(Envelope envelope, std::vector<AttributeValue>& values) {
  std::vector<std::string> taken;
  taken.reserve(values.size());
  for (AttributeValue& value : values) {
    STATOR_ASSIGN(std::string bytes, take_value(envelope, value));
    taken.push_back(std::move(bytes));
  }
  return taken;
}

aws::Result<std::vector<expression::LegacyCondition>> take_conditions(Map<Condition>& conditions) {
  std::vector<expression::LegacyCondition> taken;
  taken.reserve(conditions.size());
  for (auto& [name, condition] : conditions) {
    expression::LegacyCondition entry{std::move(name), comparison(condition.comparison_operator->get()), {}};
    if (condition.attribute_value_list) {
      STATOR_ASSIGN(entry.values, take_values(Envelope::kNone, *condition.attribute_value_list));
    }
    taken.push_back(std::move(entry));
  }
  return taken;
}

aws::Result<expression::ExpectedAttribute> take_expected(Envelope envelope, std::string name,
                                                         ExpectedAttributeValue& expected) {
  expression::ExpectedAttribute entry;
  entry.attribute = std::move(name);
  entry.exists = expected.exists;
  if (expected.value) {
    STATOR_ASSIGN(entry.value, take_value(envelope, *expected.value));
  }
  if (expected.comparison_operator) entry.op = comparison(expected.comparison_operator->get());
  if (expected.attribute_value_list) {
    STATOR_ASSIGN(entry.values, take_values(envelope, *expected.attribute_value_list));
  }
  return entry;
}

template <typename T>
aws::Result<std::optional<T>> optional_from(db::Result<T> result) {
  if (!result.ok()) return to_aws_error(std::move(result).error());
  return std::optional<T>(std::move(result).value());
}

expression::AttributeAction action_of(const AttributeValueUpdate& update) {
  if (!update.action) return expression::AttributeAction::kPut;
  switch (update.action->get()) {
    case AttributeAction::kAdd:
      return expression::AttributeAction::kAdd;
    case AttributeAction::kPut:
      return expression::AttributeAction::kPut;
    case AttributeAction::kDelete:
      return expression::AttributeAction::kDelete;
  }
  return expression::AttributeAction::kPut;
}

}  // namespace

aws::Result<std::optional<expression::Condition>> legacy_expected(
    Envelope envelope, std::optional<Map<ExpectedAttributeValue>>& expected,
    const OptionalOperator& conditional_operator) {
  const auto join = joining(conditional_operator);
  STATOR_TRY(from_db(expression::check_conditional_operator(join, expected ? expected->size() : 0)));
  if (!expected || expected->empty()) return std::optional<expression::Condition>();
  std::vector<expression::ExpectedAttribute> entries;
  for (auto& [name, value] : *expected) {
    STATOR_ASSIGN(auto entry, take_expected(envelope, std::move(name), value));
    entries.push_back(std::move(entry));
  }
  auto condition =
      expression::condition_from_expected(entries, join.value_or(expression::ConditionalOperator::kAnd));
  if (!condition.ok()) return request_error(envelope, condition.error());
  return std::optional(std::move(condition).value());
}

aws::Result<std::optional<expression::Condition>> legacy_filter(
    std::optional<Map<Condition>>& filter, const OptionalOperator& conditional_operator) {
  const auto join = joining(conditional_operator);
  STATOR_TRY(from_db(expression::check_conditional_operator(join, filter ? filter->size() : 0)));
  if (!filter || filter->empty()) return std::optional<expression::Condition>();
  STATOR_ASSIGN(const auto conditions, take_conditions(*filter));
  return optional_from(
      expression::condition_from_filter(conditions, join.value_or(expression::ConditionalOperator::kAnd)));
}

aws::Result<std::optional<expression::KeyCondition>> legacy_key_condition(Map<Condition>& conditions) {
  STATOR_ASSIGN(const auto entries, take_conditions(conditions));
  return optional_from(expression::key_condition_from_legacy(entries));
}

aws::Result<std::optional<expression::Update>> legacy_update(Envelope envelope,
                                                             Map<AttributeValueUpdate>& updates) {
  std::vector<expression::AttributeUpdate> entries;
  for (auto& [name, update] : updates) {
    expression::AttributeUpdate entry{std::move(name), action_of(update), std::nullopt};
    if (update.value) {
      STATOR_ASSIGN(entry.value, take_value(envelope, *update.value));
    }
    entries.push_back(std::move(entry));
  }
  return optional_from(expression::update_from_attribute_updates(entries));
}

}  // namespace stator::services::dynamodb
