#include "db/expression/condition_check.h"

#include "db/model/value_writer.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;
using model::Type;
using model::ValueView;

// The type of an operand that is known without an item.
std::optional<Type> static_type(const Operand& operand) {
  if (operand.kind == Operand::Kind::kSizeOfPath) return Type::kN;
  if (operand.kind == Operand::Kind::kPath || operand.value->empty()) return std::nullopt;
  return ValueView(*operand.value).type();
}

bool is_ordered(Type type) { return type == Type::kS || type == Type::kN || type == Type::kB; }
bool is_text(Type type) { return type == Type::kS || type == Type::kB; }
bool is_container(Type type) { return is_text(type) || type == Type::kL || model::is_set(type); }

std::optional<std::string> wrong_type(Operator op, const Operand& operand, bool (*allowed)(Type)) {
  const std::optional<Type> type = static_type(operand);
  if (!type || allowed(*type)) return std::nullopt;
  return fill(messages::kOperandType, {operator_name(op), model::type_name(*type)});
}

std::optional<std::string> check_types(const ConditionNode& node, bool (*allowed)(Type)) {
  for (const Operand& operand : node.operands)
    if (auto wrong = wrong_type(node.op, operand, allowed)) return wrong;
  return std::nullopt;
}

std::optional<std::string> check_distinct(const ConditionNode& node) {
  const Operand& first = node.operands.front();
  if (first.kind != Operand::Kind::kPath) return std::nullopt;
  for (std::size_t i = 1; i < node.operands.size(); ++i) {
    const Operand& other = node.operands[i];
    if (other.kind == Operand::Kind::kPath && other.path == first.path)
      return fill(messages::kOperandsNotDistinct, {operator_name(node.op), first.path.debug_string()});
  }
  return std::nullopt;
}

std::optional<std::string> check_bounds(const ConditionNode& node) {
  const Operand& low = node.operands[1];
  const Operand& high = node.operands[2];
  if (low.kind != Operand::Kind::kValue || high.kind != Operand::Kind::kValue) return std::nullopt;
  if (low.value->empty() || high.value->empty()) return std::nullopt;
  const ValueView low_value(*low.value);
  const ValueView high_value(*high.value);
  const bool same_type = low_value.type() == high_value.type();
  if (same_type && *compare(low_value, high_value) <= 0) return std::nullopt;
  return fill(same_type ? messages::kBetweenBoundsOrder : messages::kBetweenBoundsType,
              {value_debug_string(low_value), value_debug_string(high_value)});
}

std::optional<std::string> check_attribute_type(ConditionNode* node) {
  const Operand& wanted = node->operands[1];
  if (wanted.kind == Operand::Kind::kValue && wanted.value->empty()) return std::nullopt;
  const bool is_name = wanted.kind == Operand::Kind::kValue && ValueView(*wanted.value).type() == Type::kS;
  if (!is_name) {
    // A path has no type yet. AWS's text for that case is not known.
    const std::optional<Type> type = static_type(wanted);
    return fill(messages::kOperandType, {operator_name(node->op), type ? model::type_name(*type) : "{path}"});
  }
  const std::string_view name = ValueView(*wanted.value).text();
  const std::optional<Type> type = model::type_from_name(name);
  if (!type) return fill(messages::kAttributeTypeName, {name});
  node->type = *type;
  return std::nullopt;
}

bool needs_path(Operator op) {
  return op == Operator::kAttributeExists || op == Operator::kAttributeNotExists ||
         op == Operator::kAttributeType;
}

}  // namespace

std::optional<std::string> check_operands(ConditionNode* node) {
  const Operator op = node->op;
  if (needs_path(op) && node->operands.front().kind != Operand::Kind::kPath)
    return fill(messages::kPathRequired, {operator_name(op)});
  switch (op) {
    case Operator::kAttributeType:
      return check_attribute_type(node);
    case Operator::kAttributeExists:
    case Operator::kAttributeNotExists:
    case Operator::kAnd:
    case Operator::kOr:
    case Operator::kNot:
      return std::nullopt;
    case Operator::kLess:
    case Operator::kLessOrEqual:
    case Operator::kGreater:
    case Operator::kGreaterOrEqual:
      if (auto wrong = check_types(*node, is_ordered)) return wrong;
      break;
    case Operator::kBetween:
      if (auto wrong = check_types(*node, is_ordered)) return wrong;
      if (auto wrong = check_bounds(*node)) return wrong;
      break;
    case Operator::kBeginsWith:
      if (auto wrong = check_types(*node, is_text)) return wrong;
      break;
    case Operator::kContains:
      if (auto wrong = wrong_type(op, node->operands.front(), is_container)) return wrong;
      break;
    case Operator::kEqual:
    case Operator::kNotEqual:
    case Operator::kIn:
      break;
  }
  return check_distinct(*node);
}

std::optional<std::string> make_size_operand(Operand of, Operand* out) {
  if (of.kind == Operand::Kind::kPath) {
    *out = Operand::of_size(std::move(of.path));
    return std::nullopt;
  }
  if (of.kind == Operand::Kind::kSizeOfPath) return fill(messages::kOperandType, {"size", "N"});
  if (of.value->empty()) return std::nullopt;
  const ValueView value(*of.value);
  const std::optional<std::size_t> size = size_of(value);
  if (!size) return fill(messages::kOperandType, {"size", model::type_name(value.type())});
  std::string encoded;
  model::ValueWriter(&encoded).number(model::Number::from_int(static_cast<std::int64_t>(*size)));
  *out = Operand::of_value(std::move(encoded));
  return std::nullopt;
}

std::string value_debug_string(const ValueView& value) {
  const std::string text = value.type() == Type::kN ? value.number().to_string() : std::string(value.text());
  const std::string inner = '{' + std::string(model::type_name(value.type())) + ':' + text + '}';
  return fill(messages::kAttributeValue, {inner});
}

}  // namespace stator::db::expression
