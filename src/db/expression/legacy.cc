#include "db/expression/legacy.h"

#include <algorithm>
#include <array>

#include "db/expression/ast.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;
using model::Type;
using model::ValueView;
using Op = ComparisonOperator;

constexpr std::array<std::string_view, 13> kOperatorNames = {
    "EQ",      "NE",       "IN",   "LE",       "LT",           "GE",         "GT",
    "BETWEEN", "NOT_NULL", "NULL", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH"};

Error error(std::string_view what) { return validation_error(std::string(what)); }
Error invalid(std::string_view what) { return validation_error(fill(messages::kInvalidParameter, {what})); }

bool is_scalar_key_type(Type type) { return type == Type::kS || type == Type::kN || type == Type::kB; }

bool takes_type(Op op, Type type) {
  switch (op) {
    case Op::kEq:
    case Op::kNe:
      return true;
    case Op::kBeginsWith:
      return type == Type::kS || type == Type::kB;
    default:
      return is_scalar_key_type(type);
  }
}

bool takes_count(Op op, std::size_t count) {
  switch (op) {
    case Op::kNull:
    case Op::kNotNull:
      return count == 0;
    case Op::kIn:
      return count >= 1;
    case Op::kBetween:
      return count == 2;
    default:
      return count == 1;
  }
}

// The number, types and order of the arguments.
Result<base::Ok> check_arguments(Op op, const std::vector<std::string>& values) {
  if (!takes_count(op, values.size()))
    return invalid(fill(messages::kArgumentCount, {comparison_operator_name(op)}));
  for (const std::string& value : values) {
    const Type type = ValueView(value).type();
    if (!takes_type(op, type))
      return invalid(fill(messages::kArgumentType, {comparison_operator_name(op), model::type_name(type)}));
    if (type != ValueView(values.front()).type()) return invalid(messages::kArgumentTypesDiffer);
  }
  const bool reversed = op == Op::kBetween && *compare(ValueView(values[0]), ValueView(values[1])) > 0;
  if (reversed) return error(messages::kLegacyBetweenOrder);
  return base::Ok{};
}

Path top_level(const std::string& name) { return Path{{name}}; }

Operator operator_of(Op op) {
  switch (op) {
    case Op::kEq:
      return Operator::kEqual;
    case Op::kNe:
      return Operator::kNotEqual;
    case Op::kIn:
      return Operator::kIn;
    case Op::kLe:
      return Operator::kLessOrEqual;
    case Op::kLt:
      return Operator::kLess;
    case Op::kGe:
      return Operator::kGreaterOrEqual;
    case Op::kGt:
      return Operator::kGreater;
    case Op::kBetween:
      return Operator::kBetween;
    case Op::kNotNull:
      return Operator::kAttributeExists;
    case Op::kNull:
      return Operator::kAttributeNotExists;
    case Op::kContains:
    case Op::kNotContains:
      return Operator::kContains;
    case Op::kBeginsWith:
      return Operator::kBeginsWith;
  }
  STATOR_CHECK(false);
}

Result<ConditionNode> make_node(const std::string& attribute, Op op, const std::vector<std::string>& values) {
  STATOR_TRY(check_arguments(op, values));
  ConditionNode node;
  node.op = operator_of(op);
  node.operands.push_back(Operand::of_path(top_level(attribute)));
  for (const std::string& value : values) node.operands.push_back(Operand::of_value(value));
  if (op != Op::kNotContains) return node;
  ConditionNode negated;
  negated.op = Operator::kNot;
  negated.children.push_back(std::move(node));
  return negated;
}

Condition join_nodes(std::vector<ConditionNode> nodes, ConditionalOperator join) {
  STATOR_CHECK(!nodes.empty());
  if (nodes.size() == 1) return Condition(std::make_shared<const ConditionNode>(std::move(nodes.front())));
  ConditionNode root;
  root.op = join == ConditionalOperator::kAnd ? Operator::kAnd : Operator::kOr;
  root.children = std::move(nodes);
  return Condition(std::make_shared<const ConditionNode>(std::move(root)));
}

// Which of the members of one Expected entry may stand together.
Result<base::Ok> check_members(const ExpectedAttribute& e) {
  const auto wrong = [&](std::string_view text) { return invalid(fill(text, {e.attribute})); };
  if (e.op) {
    if (e.exists) return wrong(messages::kExistsWithOperator);
    if (e.value && e.values) return wrong(messages::kValueWithList);
    const bool needs_values = *e.op != Op::kNull && *e.op != Op::kNotNull;
    if (needs_values && !e.value && !e.values)
      return invalid(fill(messages::kOperatorWithoutList, {comparison_operator_name(*e.op), e.attribute}));
    return base::Ok{};
  }
  if (e.values) return wrong(messages::kListWithoutOperator);
  const bool expects_value = e.exists.value_or(true);
  if (expects_value && !e.value)
    return wrong(e.exists ? messages::kExistsTrueNeedsValue : messages::kExistsNullNeedsValue);
  if (!expects_value && e.value) return wrong(messages::kExistsFalseWithValue);
  return base::Ok{};
}

Result<ConditionNode> node_from_expected(const ExpectedAttribute& e) {
  STATOR_TRY(check_members(e));
  std::vector<std::string> values = e.values.value_or(std::vector<std::string>());
  if (e.value) values.push_back(*e.value);
  const Op op = e.op.value_or(e.exists.value_or(true) ? Op::kEq : Op::kNull);
  return make_node(e.attribute, op, values);
}

std::optional<SortOperator> sort_operator(Op op) {
  switch (op) {
    case Op::kLe:
      return SortOperator::kLessOrEqual;
    case Op::kLt:
      return SortOperator::kLess;
    case Op::kGe:
      return SortOperator::kGreaterOrEqual;
    case Op::kGt:
      return SortOperator::kGreater;
    case Op::kBetween:
      return SortOperator::kBetween;
    case Op::kBeginsWith:
      return SortOperator::kBeginsWith;
    default:
      return std::nullopt;
  }
}

Result<UpdateAction> make_action(const AttributeUpdate& update) {
  UpdateAction action;
  if (!update.value) {
    if (update.action != AttributeAction::kDelete) return invalid(messages::kUpdateWithoutValue);
    action.kind = UpdateActionKind::kRemove;
    return action;
  }
  action.operand.value = *update.value;
  if (update.action == AttributeAction::kPut) return action;
  const bool is_add = update.action == AttributeAction::kAdd;
  const Type type = ValueView(*update.value).type();
  const bool is_addable = type == Type::kN || type == Type::kL;
  if (!model::is_set(type) && !(is_add && is_addable))
    return invalid(fill(messages::kUpdateActionType, {is_add ? "ADD" : "DELETE", model::type_name(type)}));
  action.kind = is_add ? UpdateActionKind::kAdd : UpdateActionKind::kDelete;
  return action;
}

}  // namespace

std::string_view comparison_operator_name(ComparisonOperator op) {
  return kOperatorNames[static_cast<std::size_t>(op)];
}

Result<base::Ok> check_conditional_operator(std::optional<ConditionalOperator> op, std::size_t conditions) {
  if (!op || conditions > 1) return base::Ok{};
  return error(conditions == 0 ? messages::kConditionalOperatorAlone
                               : messages::kConditionalOperatorNeedsTwo);
}

Result<Condition> condition_from_expected(const std::vector<ExpectedAttribute>& expected,
                                          ConditionalOperator join) {
  std::vector<ConditionNode> nodes;
  for (const ExpectedAttribute& entry : expected) {
    STATOR_ASSIGN(ConditionNode node, node_from_expected(entry));
    nodes.push_back(std::move(node));
  }
  return join_nodes(std::move(nodes), join);
}

Result<Condition> condition_from_filter(const std::vector<LegacyCondition>& filter,
                                        ConditionalOperator join) {
  std::vector<ConditionNode> nodes;
  for (const LegacyCondition& entry : filter) {
    STATOR_ASSIGN(ConditionNode node, make_node(entry.attribute, entry.op, entry.values));
    nodes.push_back(std::move(node));
  }
  return join_nodes(std::move(nodes), join);
}

Result<KeyCondition> key_condition_from_legacy(const std::vector<LegacyCondition>& conditions) {
  std::vector<KeyCondition::Clause> clauses;
  for (const LegacyCondition& condition : conditions) {
    STATOR_TRY(check_arguments(condition.op, condition.values));
    const std::optional<SortOperator> op = sort_operator(condition.op);
    if (!op && condition.op != Op::kEq) return error(messages::kNotIndexable);
    KeyCondition::Clause& clause = clauses.emplace_back();
    clause.name = condition.attribute;
    clause.equal = !op;
    clause.op = op.value_or(SortOperator::kLess);
    clause.low = condition.values[0];
    if (condition.values.size() > 1) clause.high = condition.values[1];
  }
  return KeyCondition(std::move(clauses));
}

Result<Update> update_from_attribute_updates(const std::vector<AttributeUpdate>& updates) {
  std::vector<Path> paths;
  std::vector<UpdateAction> actions;
  for (const AttributeUpdate& update : updates) {
    STATOR_ASSIGN(UpdateAction action, make_action(update));
    paths.push_back(top_level(update.attribute));
    actions.push_back(std::move(action));
  }
  UpdatePlan plan(std::move(paths), std::move(actions));
  plan.legacy = true;
  return Update(std::make_shared<const UpdatePlan>(std::move(plan)));
}

Result<Projection> projection_from_attributes(const std::vector<std::string>& names) {
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) return invalid(fill(messages::kDuplicateAttribute, {*twice}));
  std::vector<Path> paths;
  for (const std::string& name : names) paths.push_back(top_level(name));
  return Projection(std::move(paths));
}

}  // namespace stator::db::expression
