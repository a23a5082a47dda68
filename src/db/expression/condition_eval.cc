// Evaluation of bound conditions on an encoded item (rules 64-68).
#include <array>

#include "base/utf8.h"
#include "db/expression/ast.h"
#include "db/expression/attribute_lookup.h"
#include "db/expression/condition.h"
#include "db/expression/substring.h"
#include "db/model/value_writer.h"

namespace stator::db::expression {
namespace {

using model::ItemView;
using model::Type;
using model::ValueView;

// The value of an operand, or nothing. `buffer` keeps a computed one alive.
std::optional<ValueView> resolve(const Operand& operand, const AttributeLookup& item, std::string* buffer) {
  if (operand.kind == Operand::Kind::kValue) return ValueView(*operand.value);
  const std::optional<ValueView> found = item.find(operand.path);
  if (operand.kind == Operand::Kind::kPath || !found) return found;
  const std::optional<std::size_t> size = size_of(*found);
  if (!size) return std::nullopt;
  buffer->clear();
  model::ValueWriter(buffer).number(model::Number::from_int(static_cast<std::int64_t>(*size)));
  return ValueView(*buffer);
}

bool compares(Operator op, const ValueView& a, const ValueView& b) {
  const std::optional<std::strong_ordering> order = compare(a, b);
  if (!order) return false;
  switch (op) {
    case Operator::kLess:
      return *order < 0;
    case Operator::kLessOrEqual:
      return *order <= 0;
    case Operator::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

bool begins_with(const ValueView& value, const ValueView& prefix) {
  const Type type = value.type();
  return (type == Type::kS || type == Type::kB) && prefix.type() == type &&
         value.text().starts_with(prefix.text());
}

bool contains(const ValueView& container, const ValueView& element) {
  const Type type = container.type();
  if (type == Type::kS || type == Type::kB)
    return element.type() == type && has_substring(container.text(), element.text());
  if (type != Type::kL && !model::is_set(type)) return false;
  for (const ValueView candidate : container.elements())
    if (candidate == element) return true;
  return false;
}

bool matches_in(const ConditionNode& node, const ValueView& value, const AttributeLookup& item) {
  std::string buffer;
  for (std::size_t i = 1; i < node.operands.size(); ++i) {
    const std::optional<ValueView> candidate = resolve(node.operands[i], item, &buffer);
    if (candidate && *candidate == value) return true;
  }
  return false;
}

// A missing operand makes everything false but <> (rule 65).
bool matches_operands(const ConditionNode& node, const AttributeLookup& item) {
  std::array<std::string, 3> buffers;
  const std::optional<ValueView> first = resolve(node.operands[0], item, &buffers[0]);
  if (node.op == Operator::kIn) return first && matches_in(node, *first, item);
  const std::optional<ValueView> second = resolve(node.operands[1], item, &buffers[1]);
  if (node.op == Operator::kNotEqual) return !first || !second || *first != *second;
  if (!first || !second) return false;
  switch (node.op) {
    case Operator::kEqual:
      return *first == *second;
    case Operator::kBeginsWith:
      return begins_with(*first, *second);
    case Operator::kContains:
      return contains(*first, *second);
    case Operator::kBetween: {
      const std::optional<ValueView> third = resolve(node.operands[2], item, &buffers[2]);
      return third && compares(Operator::kGreaterOrEqual, *first, *second) &&
             compares(Operator::kLessOrEqual, *first, *third);
    }
    default:
      return compares(node.op, *first, *second);
  }
}

bool matches_node(const ConditionNode& node, const AttributeLookup& item) {
  switch (node.op) {
    case Operator::kAnd:
      for (const ConditionNode& child : node.children)
        if (!matches_node(child, item)) return false;
      return true;
    case Operator::kOr:
      for (const ConditionNode& child : node.children)
        if (matches_node(child, item)) return true;
      return false;
    case Operator::kNot:
      return !matches_node(node.children.front(), item);
    case Operator::kAttributeExists:
      return item.find(node.operands.front().path).has_value();
    case Operator::kAttributeNotExists:
      return !item.find(node.operands.front().path).has_value();
    case Operator::kAttributeType: {
      const std::optional<ValueView> found = item.find(node.operands.front().path);
      return found && found->type() == node.type;
    }
    default:
      return matches_operands(node, item);
  }
}

constexpr std::string_view kOperatorNames[] = {"=",
                                               "<>",
                                               "<",
                                               "<=",
                                               ">",
                                               ">=",
                                               "BETWEEN",
                                               "IN",
                                               "attribute_exists",
                                               "attribute_not_exists",
                                               "attribute_type",
                                               "begins_with",
                                               "contains",
                                               "AND",
                                               "OR",
                                               "NOT"};

}  // namespace

std::string_view operator_name(Operator op) { return kOperatorNames[static_cast<std::size_t>(op)]; }

std::optional<std::size_t> size_of(const ValueView& value) {
  switch (value.type()) {
    case Type::kS:
      return base::utf16_length(value.text());  // rule 68
    case Type::kB:
      return value.text().size();
    case Type::kL:
    case Type::kM:
    case Type::kSs:
    case Type::kNs:
    case Type::kBs:
      return value.count();
    case Type::kN:
    case Type::kBool:
    case Type::kNull:
      return std::nullopt;
  }
  return std::nullopt;
}

bool Condition::matches(ItemView item) const { return matches_node(*root_, AttributeLookup(item, cost_)); }

}  // namespace stator::db::expression
