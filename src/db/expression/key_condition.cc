#include "db/expression/key_condition.h"

#include <algorithm>

#include "db/expression/ast.h"
#include "db/expression/condition_parser.h"
#include "db/expression/parser.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;
using model::KeyAttribute;
using model::Type;
using model::ValueView;
using Clause = KeyCondition::Clause;

Error error(std::string_view message) { return validation_error(std::string(message)); }
Error invalid(std::string_view what) { return invalid_expression(Kind::kKeyCondition, what); }

bool is_allowed(Operator op) {
  return op != Operator::kNotEqual && (op <= Operator::kBetween || op == Operator::kBeginsWith);
}

// "a op :v" for ":v op' a".
Operator mirrored(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreater;
    case Operator::kLessOrEqual:
      return Operator::kGreaterOrEqual;
    case Operator::kGreater:
      return Operator::kLess;
    case Operator::kGreaterOrEqual:
      return Operator::kLessOrEqual;
    default:
      return op;
  }
}

SortOperator sort_operator(Operator op) {
  switch (op) {
    case Operator::kLess:
      return SortOperator::kLess;
    case Operator::kLessOrEqual:
      return SortOperator::kLessOrEqual;
    case Operator::kGreater:
      return SortOperator::kGreater;
    case Operator::kGreaterOrEqual:
      return SortOperator::kGreaterOrEqual;
    case Operator::kBetween:
      return SortOperator::kBetween;
    default:
      return SortOperator::kBeginsWith;
  }
}

// One comparison or begins_with.
Result<Clause> make_clause(const ConditionNode& node) {
  std::vector<const Operand*> operands;
  const Path* path = nullptr;
  for (const Operand& operand : node.operands) {
    operands.push_back(&operand);
    if (operand.kind == Operand::Kind::kValue) continue;
    if (operand.kind == Operand::Kind::kSizeOfPath)
      return invalid(fill(messages::kKeyConditionOperator, {"size"}));
    if (path != nullptr) return invalid(messages::kKeyConditionTwoNames);
    path = &operand.path;
  }
  if (path == nullptr) return invalid(messages::kKeyConditionNoName);
  if (!path->top_level()) return invalid(messages::kKeyConditionNested);
  Operator op = node.op;
  if (operands.front()->kind == Operand::Kind::kValue) {
    const bool can_be_mirrored = op != Operator::kBetween && op != Operator::kBeginsWith;
    if (!can_be_mirrored) return error(messages::kKeyConditionUnsupported);
    std::swap(operands[0], operands[1]);
    op = mirrored(op);
  }
  Clause clause;
  clause.name = std::get<SharedString>(path->elements.front());
  clause.equal = op == Operator::kEqual;
  clause.op = sort_operator(op);
  clause.low = operands[1]->value;
  if (op == Operator::kBetween) clause.high = operands[2]->value;
  return clause;
}

Result<base::Ok> collect_clauses(const ConditionNode& node, std::vector<Clause>* out) {
  if (node.op == Operator::kAnd) {
    for (const ConditionNode& child : node.children) {
      STATOR_TRY(collect_clauses(child, out));
    }
    return base::Ok{};
  }
  if (!is_allowed(node.op)) return invalid(fill(messages::kKeyConditionOperator, {operator_name(node.op)}));
  STATOR_ASSIGN(Clause clause, make_clause(node));
  for (const Clause& other : *out)
    if (other.name == clause.name) return invalid(messages::kKeyConditionRepeated);
  out->push_back(std::move(clause));
  return base::Ok{};
}

Result<base::Ok> check_key_value(const KeyAttribute& attribute, const std::string& encoded) {
  const ValueView value(encoded);
  if (value.type() != attribute.type) return error(messages::kKeyConditionType);
  if (value.type() == Type::kN || !value.text().empty()) return base::Ok{};
  return validation_error(
      fill(messages::kEmptyKey, {value.type() == Type::kS ? "string" : "binary", attribute.name}));
}

Result<base::Ok> check_clause(const KeyAttribute& attribute, const Clause& clause) {
  STATOR_TRY(check_key_value(attribute, *clause.low));
  if (!clause.equal && clause.op == SortOperator::kBetween) {
    STATOR_TRY(check_key_value(attribute, *clause.high));
  }
  return base::Ok{};
}

bool longer_than(const std::string& encoded, std::size_t limit) {
  return !encoded.empty() && ValueView(encoded).size_bytes() > limit;
}

}  // namespace

Result<KeyCondition> KeyCondition::parse(std::string_view text, Placeholders& placeholders) {
  STATOR_ASSIGN(const ConditionNode root, ConditionParser(Kind::kKeyCondition, text, placeholders).parse());
  std::vector<Clause> clauses;
  STATOR_TRY(collect_clauses(root, &clauses));
  return KeyCondition(std::move(clauses));
}

Result<BoundKeyCondition> KeyCondition::bind(const model::KeySchema& schema) const {
  const bool single_attributes = schema.partition.size() == 1 && schema.sort.size() <= 1;
  if (single_attributes && clauses_.size() > 2) return error(messages::kKeyConditionCount);
  const auto find = [this](const std::string& name) -> const Clause* {
    for (const Clause& clause : clauses_)
      if (*clause.name == name) return &clause;
    return nullptr;
  };

  BoundKeyCondition bound;
  for (const KeyAttribute& attribute : schema.partition) {
    const Clause* clause = find(attribute.name);
    if (clause == nullptr) return validation_error(fill(messages::kKeyConditionMissing, {attribute.name}));
    if (!clause->equal) return error(messages::kKeyConditionUnsupported);
    STATOR_TRY(check_clause(attribute, *clause));
    if (longer_than(*clause->low, model::kMaxPartitionKeyBytes)) return error(messages::kHashKeyTooLong);
    bound.partition.push_back(*clause->low);
  }
  std::size_t used = bound.partition.size();

  // Sort attributes from left to right without gaps; only the last may be other than equal (rule 43).
  for (const KeyAttribute& attribute : schema.sort) {
    if (used == clauses_.size()) break;
    const Clause* clause = find(attribute.name);
    if (clause == nullptr) {
      const bool gap = std::any_of(schema.sort.begin(), schema.sort.end(),
                                   [&](const KeyAttribute& other) { return find(other.name) != nullptr; });
      if (gap) return error(messages::kKeyConditionUnsupported);
      return validation_error(fill(messages::kKeyConditionMissing, {attribute.name}));
    }
    STATOR_TRY(check_clause(attribute, *clause));
    if (longer_than(*clause->low, model::kMaxSortKeyBytes) ||
        longer_than(*clause->high, model::kMaxSortKeyBytes))
      return error(messages::kRangeKeyTooLong);
    ++used;
    if (clause->equal) {
      bound.sort_equal.push_back(*clause->low);
      continue;
    }
    bound.bound = SortBound{clause->op, *clause->low, *clause->high};
    break;
  }
  if (used < clauses_.size()) return error(messages::kKeyConditionUnsupported);
  return bound;
}

}  // namespace stator::db::expression
