#include "db/expression/condition_parser.h"

#include "db/expression/condition_check.h"
#include "messages/expressions.h"
#include "messages/fill.h"

namespace stator::db::expression {
namespace {

using messages::fill;

struct Function {
  std::string_view name;
  Operator op;
  std::size_t operands;
};

constexpr Function kFunctions[] = {
    {"attribute_exists", Operator::kAttributeExists, 1},
    {"attribute_not_exists", Operator::kAttributeNotExists, 1},
    {"attribute_type", Operator::kAttributeType, 2},
    {"begins_with", Operator::kBeginsWith, 2},
    {"contains", Operator::kContains, 2},
};

const Function* find_function(std::string_view name) {
  for (const Function& function : kFunctions)
    if (function.name == name) return &function;
  return nullptr;
}

// Where an operand is expected these cannot be attribute names.
bool is_operator_word(const Token& token) {
  return is_keyword(token, "AND") || is_keyword(token, "OR") || is_keyword(token, "NOT") ||
         is_keyword(token, "BETWEEN") || is_keyword(token, "IN");
}

ConditionNode make_node(Operator op, std::vector<Operand> operands) {
  ConditionNode node;
  node.op = op;
  node.operands = std::move(operands);
  return node;
}

}  // namespace

Result<ConditionNode> ConditionParser::parse() {
  Term term;
  const bool parsed = begin() && parse_or(&term) && require_condition(&term) && finish();
  if (!parsed || has_error()) return take_error();
  return std::move(term.node);
}

bool ConditionParser::enter_operator() {
  count_operator();
  return !too_deep();
}

bool ConditionParser::parse_predicate(Term* out) {
  Term left;
  if (!parse_term(&left)) return false;
  if (const auto op = comparison(current().kind)) return parse_comparison(*op, std::move(left), out);
  if (at_keyword("BETWEEN")) return parse_between(std::move(left), out);
  if (at_keyword("IN")) return parse_in(std::move(left), out);
  *out = std::move(left);
  return true;
}

bool ConditionParser::parse_comparison(Operator op, Term left, Term* out) {
  if (!require_operand(&left)) return false;
  count_operator();
  advance();
  std::vector<Operand> operands(2);
  operands[0] = std::move(left.operand);
  if (!parse_operand(&operands[1])) return false;
  out->kind = Term::Kind::kCondition;
  out->node = make_node(op, std::move(operands));
  if (auto wrong = check_operands(&out->node)) report(Check::kOperands, std::move(*wrong));
  return true;
}

bool ConditionParser::parse_between(Term left, Term* out) {
  if (!require_operand(&left)) return false;
  count_operator();
  advance();
  std::vector<Operand> operands(3);
  operands[0] = std::move(left.operand);
  if (!parse_operand(&operands[1])) return false;
  if (!at_keyword("AND")) return syntax_error();
  advance();
  if (!parse_operand(&operands[2])) return false;
  out->kind = Term::Kind::kCondition;
  out->node = make_node(Operator::kBetween, std::move(operands));
  if (auto wrong = check_operands(&out->node)) report(Check::kOperands, std::move(*wrong));
  return true;
}

bool ConditionParser::parse_in(Term left, Term* out) {
  if (!require_operand(&left)) return false;
  count_operator();
  advance();
  if (current().kind != TokenKind::kLeftParenthesis) return syntax_error();
  std::vector<Operand> operands;
  operands.push_back(std::move(left.operand));
  if (!parse_arguments(&operands)) return false;
  const std::size_t candidates = operands.size() - 1;
  if (candidates > kMaxInOperands)
    report(Check::kStructure, fill(messages::kTooManyInOperands, {std::to_string(candidates)}));
  out->kind = Term::Kind::kCondition;
  out->node = make_node(Operator::kIn, std::move(operands));
  if (auto wrong = check_operands(&out->node)) report(Check::kOperands, std::move(*wrong));
  return true;
}

bool ConditionParser::parse_term(Term* out) {
  if (current().kind == TokenKind::kLeftParenthesis) {
    const ParseDepth level(&depth_);
    if (too_deep()) return false;
    advance();
    if (!parse_or(out) || !expect(TokenKind::kRightParenthesis)) return false;
    if (out->parenthesized) report(Check::kStructure, std::string(messages::kRedundantParentheses));
    out->parenthesized = true;
    return true;
  }
  if (at_function()) return parse_call(out);
  if (is_operator_word(current())) return syntax_error();
  out->kind = Term::Kind::kOperand;
  if (current().kind == TokenKind::kValue) {
    out->operand.value = parse_value();
    return true;
  }
  out->operand.kind = Operand::Kind::kPath;
  return parse_path(&out->operand.path);
}

// An operand where no condition can stand.
bool ConditionParser::parse_operand(Operand* out) {
  Term term;
  if (current().kind == TokenKind::kLeftParenthesis) {
    const ParseDepth level(&depth_);
    if (too_deep()) return false;
    const bool doubled = following().kind == TokenKind::kLeftParenthesis;
    advance();
    if (!parse_operand(out) || !expect(TokenKind::kRightParenthesis)) return false;
    if (doubled) report(Check::kStructure, std::string(messages::kRedundantParentheses));
    return true;
  }
  if (!parse_term(&term) || !require_operand(&term)) return false;
  *out = std::move(term.operand);
  return true;
}

// ( operand, operand ... )
bool ConditionParser::parse_arguments(std::vector<Operand>* out) {
  advance();
  out->reserve(3);
  do {
    if (!parse_operand(&out->emplace_back())) return false;
  } while (accept(TokenKind::kComma));
  return expect(TokenKind::kRightParenthesis);
}

bool ConditionParser::parse_call(Term* out) {
  if (is_operator_word(current())) return syntax_error();
  const ParseDepth level(&depth_);
  count_operator();
  if (too_deep()) return false;
  const std::string_view name = current().text;
  advance();
  std::vector<Operand> arguments;
  if (!parse_arguments(&arguments)) return false;
  make_call(name, std::move(arguments), out);
  out->function = name;
  return true;
}

void ConditionParser::make_call(std::string_view name, std::vector<Operand> arguments, Term* out) {
  if (name == "size") return make_size(std::move(arguments), out);
  const Function* function = find_function(name);
  if (function == nullptr) {
    const bool of_updates = name == "if_not_exists" || name == "list_append";
    return report(Check::kStructure,
                  fill(of_updates ? messages::kFunctionNotInCondition : messages::kInvalidFunction, {name}));
  }
  out->kind = Term::Kind::kCondition;
  if (arguments.size() != function->operands) {
    report(Check::kOperands, fill(messages::kOperandCount, {name, std::to_string(arguments.size())}));
    return;
  }
  out->node = make_node(function->op, std::move(arguments));
  if (auto wrong = check_operands(&out->node)) report(Check::kOperands, std::move(*wrong));
}

void ConditionParser::make_size(std::vector<Operand> arguments, Term* out) {
  out->kind = Term::Kind::kOperand;
  if (arguments.size() != 1)
    return report(Check::kOperands,
                  fill(messages::kOperandCount, {"size", std::to_string(arguments.size())}));
  if (auto wrong = make_size_operand(std::move(arguments.front()), &out->operand))
    report(Check::kOperands, std::move(*wrong));
}

// A path or value that stands alone is a syntax error at the token behind it; a call is named.
bool ConditionParser::require_condition(Term* term) {
  if (term->kind != Term::Kind::kOperand) return true;
  if (term->function.empty()) return syntax_error();
  report(Check::kStructure, fill(messages::kFunctionMisplaced, {term->function}));
  return true;
}

bool ConditionParser::require_operand(Term* term) {
  if (term->kind != Term::Kind::kCondition) return true;
  if (term->function.empty()) return syntax_error();
  report(Check::kStructure, fill(messages::kFunctionMisplaced, {term->function}));
  return true;
}

}  // namespace stator::db::expression
