#include "db/statement/condition_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "db/expression/condition_check.h"
#include "db/statement/parser.h"
#include "messages/expressions.h"
#include "messages/fill.h"
#include "messages/statements.h"

namespace stator::db::statement {
namespace {

using expression::ConditionNode;
using expression::Operand;
using expression::Operator;
using messages::fill;
using model::Type;
using model::ValueView;

struct NamedType {
  std::string_view name;
  Type type;
};
constexpr auto kTypes = std::to_array<NamedType>({{"NULL", Type::kNull},
                                                  {"STRING", Type::kS},
                                                  {"NUMBER", Type::kN},
                                                  {"BINARY", Type::kB},
                                                  {"BOOL", Type::kBool},
                                                  {"BOOLEAN", Type::kBool},
                                                  {"LIST", Type::kL},
                                                  {"MAP", Type::kM}});

bool is_path(const Operand& operand) { return operand.kind == Operand::Kind::kPath; }
bool is_value(const Operand& operand) { return operand.kind == Operand::Kind::kValue; }

}  // namespace

bool ConditionParser::parse_condition(ConditionNode* out) {
  Term term;
  if (!parse_or(&term) || !require_condition(&term)) return false;
  *out = std::move(term.node);
  return true;
}

bool ConditionParser::parse_predicate(Term* out) {
  if (!parse_sum(out)) return false;
  if (const auto op = expression::comparison(current().kind)) {
    if (!require_operand(*out)) return false;
    advance();
    Operand right;
    if (!parse_operand(&right)) return false;
    std::vector<Operand> operands;
    operands.push_back(std::move(out->operand));
    operands.push_back(std::move(right));
    set_node(*op, std::move(operands), out);
    return true;
  }
  if (at_keyword("IS")) return parse_is(out);
  if (at_keyword("LIKE")) return fail(fill(messages::kUnsupportedOperator, {"LIKE"}));
  const bool negated =
      at_keyword("NOT") && (is_keyword(following(), "IN") || is_keyword(following(), "BETWEEN"));
  if (negated) advance();
  if (at_keyword("IN")) {
    if (!parse_in(out)) return false;
  } else if (at_keyword("BETWEEN")) {
    if (!parse_between(out)) return false;
  }
  if (negated) out->negate();
  return true;
}

bool ConditionParser::parse_between(Term* term) {
  if (!require_operand(*term)) return false;
  advance();
  std::vector<Operand> operands(3);
  operands[0] = std::move(term->operand);
  if (!parse_operand(&operands[1])) return false;
  if (!accept_keyword("AND")) return unexpected(messages::kExpectedAnd);
  if (!parse_operand(&operands[2])) return false;
  set_node(Operator::kBetween, std::move(operands), term);
  return true;
}

bool ConditionParser::parse_in(Term* term) {
  if (!require_operand(*term)) return false;
  advance();
  std::vector<Operand> operands;
  operands.push_back(std::move(term->operand));
  if (!parse_in_values(&operands)) return false;
  const std::size_t values = operands.size() - 1;
  if (values == 0) report(std::string(messages::kEmptyIn));
  if (values > kMaxInValues) {
    report(fill(messages::kTooManyInValues, {std::to_string(kMaxInValues), std::to_string(values)}));
  }
  set_node(Operator::kIn, std::move(operands), term);
  return true;
}

// [1, 2], (1, 2), or a parameter that is a list.
bool ConditionParser::parse_in_values(std::vector<Operand>* out) {
  if (at(TokenKind::kParameter)) {
    std::string list;
    if (!parse_value(&list)) return false;
    const ValueView view(list);
    if (view.type() != Type::kL) {
      report(fill(messages::kOperandType, {"IN", model::type_name(view.type())}));
      return true;
    }
    for (const ValueView element : view.elements())
      out->push_back(Operand::of_value(std::string(element.bytes())));
    return true;
  }
  const bool bracket = at(TokenKind::kLeftBracket);
  if (!bracket && !at(TokenKind::kLeftParenthesis)) return unexpected(messages::kExpectedOperand);
  advance();
  const TokenKind closing = bracket ? TokenKind::kRightBracket : TokenKind::kRightParenthesis;
  if (accept(closing)) return true;
  do {
    if (!parse_operand(&out->emplace_back())) return false;
  } while (accept(TokenKind::kComma));
  return expect(closing, bracket ? "]" : ")");
}

bool ConditionParser::parse_is(Term* term) {
  if (!require_operand(*term)) return false;
  advance();
  const bool negated = accept_keyword("NOT");
  if (!is_path(term->operand)) report(fill(messages::kStatementPathRequired, {"IS"}));
  std::vector<Operand> operands;
  operands.push_back(std::move(term->operand));
  if (accept_keyword("MISSING")) {
    set_node(negated ? Operator::kAttributeExists : Operator::kAttributeNotExists, std::move(operands), term);
    return true;
  }
  for (const NamedType& named : kTypes) {
    if (!accept_keyword(named.name)) continue;
    term->set_condition();
    term->node = ConditionNode{Operator::kAttributeType, named.type, std::move(operands), {}};
    if (negated) term->negate();
    return true;
  }
  if (!at(TokenKind::kWord)) return unexpected(messages::kUnexpectedTerm);
  return fail(fill(messages::kUnknownType, {current().text}));
}

bool ConditionParser::parse_sum(Term* out) {
  if (!parse_primary(out)) return false;
  while (at(TokenKind::kPlus) || at(TokenKind::kMinus)) {
    const bool plus = at(TokenKind::kPlus);
    if (!require_operand(*out)) return false;
    advance();
    Term right;
    if (!parse_primary(&right) || !require_operand(right)) return false;
    if (!fold(plus, &out->operand, right.operand)) return false;
  }
  return true;
}

// Sums of numbers only: an expression cannot compute with attributes.
bool ConditionParser::fold(bool plus, Operand* left, const Operand& right) {
  if (!is_value(*left) || !is_value(right)) return fail(std::string(messages::kUnsupportedOperand));
  for (const ValueView value : {ValueView(*left->value), ValueView(*right.value)}) {
    const Type type = value.type();
    if (type == Type::kN) continue;
    report(fill(messages::kOperandType, {plus ? "+" : "-", model::type_name(type)}));
    return true;
  }
  const model::Number a = ValueView(*left->value).number();
  const model::Number b = ValueView(*right.value).number();
  const auto sum = plus ? model::add(a, b) : model::subtract(a, b);
  if (!sum.ok()) {
    report(model::number_error_message(sum.error(), {}));
    return true;
  }
  std::string encoded;
  model::ValueWriter(&encoded).number(*sum);
  left->value = std::move(encoded);
  return true;
}

bool ConditionParser::parse_operand(Operand* out) {
  Term term;
  if (!parse_sum(&term) || !require_operand(term)) return false;
  *out = std::move(term.operand);
  return true;
}

bool ConditionParser::parse_primary(Term* out) {
  if (at(TokenKind::kLeftParenthesis)) {
    const expression::ParseDepth level(&depth_);
    if (too_deep()) return false;
    advance();
    return parse_or(out) && expect(TokenKind::kRightParenthesis, ")");
  }
  if (at_call()) return parse_call(out);
  if (at_value()) {
    std::string value;
    if (!parse_value(&value)) return false;
    out->operand.value = std::move(value);
    return true;
  }
  out->operand.kind = Operand::Kind::kPath;
  if (!at(TokenKind::kWord) && !at(TokenKind::kQuoted)) return unexpected(messages::kUnexpectedTerm);
  return parse_path(&out->operand.path);
}

bool ConditionParser::parse_call(Term* out) {
  const expression::ParseDepth level(&depth_);
  if (too_deep()) return false;
  const std::string name = base::lower_ascii(current().text);
  if (name == "exists") return fail(std::string(messages::kExistsOutside));
  advance();
  advance();
  std::vector<Operand> arguments;
  if (!parse_arguments(&arguments)) return false;
  return make_call(name, std::move(arguments), out);
}

bool ConditionParser::parse_arguments(std::vector<Operand>* out) {
  if (accept(TokenKind::kRightParenthesis)) return true;
  do {
    if (!parse_operand(&out->emplace_back())) return false;
  } while (accept(TokenKind::kComma));
  return expect(TokenKind::kRightParenthesis, ")");
}

bool ConditionParser::make_call(std::string_view name, std::vector<Operand> arguments, Term* out) {
  const bool is_size = name == "size";
  Operator op = Operator::kBeginsWith;
  if (name == "contains") {
    op = Operator::kContains;
  } else if (name == "attribute_type") {
    op = Operator::kAttributeType;
  } else if (name != "begins_with" && !is_size) {
    constexpr std::array<std::string_view, 5> kAggregateNames = {"count", "sum", "avg", "min", "max"};
    const bool aggregate = std::count(kAggregateNames.begin(), kAggregateNames.end(), name) > 0;
    return fail(aggregate ? std::string(messages::kAggregates)
                          : fill(messages::kUnsupportedFunction, {name}));
  }
  if (arguments.size() != (is_size ? 1u : 2u)) {
    return fail(fill(messages::kOperandCount, {name, std::to_string(arguments.size())}));
  }
  if (is_size) {
    if (auto wrong = expression::make_size_operand(std::move(arguments[0]), &out->operand))
      report(std::move(*wrong));
    return true;
  }
  set_node(op, std::move(arguments), out);
  return true;
}

bool ConditionParser::require_condition(Term* term) {
  return term->kind == Term::Kind::kCondition || unexpected(messages::kExpectedCondition);
}

bool ConditionParser::require_operand(const Term& term) {
  return term.kind != Term::Kind::kCondition || syntax_error(messages::kExpectedOperand);
}

void ConditionParser::set_node(Operator op, std::vector<Operand> operands, Term* out) {
  out->set_condition();
  out->node = ConditionNode{op, Type::kS, std::move(operands), {}};
  if (auto wrong = expression::check_operands(&out->node)) report(std::move(*wrong));
}

}  // namespace stator::db::statement
