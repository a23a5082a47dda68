// AND, OR and NOT over predicates: the part of the grammar of conditions that expressions and PartiQL have in
// common.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "db/expression/ast.h"
#include "db/expression/token_cursor.h"

namespace stator::db::expression {

// An operand or a condition: which one it is shows only after the closing parenthesis of "(a) = :b".
struct ConditionTerm {
  enum class Kind { kOperand, kCondition, kBroken };  // kBroken: reported, passes for either

  Kind kind = Kind::kBroken;
  Operand operand;
  ConditionNode node;
  bool parenthesized = false;
  std::string_view function;  // the name, if the whole term is a call

  // From now on the condition `node`.
  void set_condition() {
    kind = Kind::kCondition;
    parenthesized = false;
    function = {};
  }
  void negate() {
    ConditionNode negation;
    negation.op = Operator::kNot;
    negation.children.push_back(std::move(node));
    node = std::move(negation);
    set_condition();
  }
  // Chains of the same operator become one node, so that their length does not add depth.
  void join(Operator op, ConditionTerm right) {
    if (node.op != op || parenthesized) {
      ConditionNode chain;
      chain.op = op;
      chain.children.reserve(4);
      chain.children.push_back(std::move(node));
      node = std::move(chain);
    }
    node.children.push_back(std::move(right.node));
    set_condition();
  }
};

// The comparison that a token stands for: the tokens of both lexers have the same names.
template <typename TokenKind>
std::optional<Operator> comparison(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual:
      return Operator::kEqual;
    case TokenKind::kNotEqual:
      return Operator::kNotEqual;
    case TokenKind::kLess:
      return Operator::kLess;
    case TokenKind::kLessOrEqual:
      return Operator::kLessOrEqual;
    case TokenKind::kGreater:
      return Operator::kGreater;
    case TokenKind::kGreaterOrEqual:
      return Operator::kGreaterOrEqual;
    default:
      return std::nullopt;
  }
}

// Parser derives from it and has (a friend will do)
//   bool at_keyword(std::string_view upper_case), void advance()
//   bool parse_predicate(ConditionTerm*)     false on errors, as all of these
//   bool require_condition(ConditionTerm*)   refuses a term that stands for a value
//   bool enter_operator()                    before AND, OR or NOT is taken; refuses what is too deep
//   int* depth()
template <typename Parser>
class ConditionGrammar {
 protected:
  bool parse_or(ConditionTerm* out) {
    return parse_chain("OR", Operator::kOr, out, [this](ConditionTerm* term) { return parse_and(term); });
  }

 private:
  Parser& self() { return static_cast<Parser&>(*this); }

  bool parse_and(ConditionTerm* out) {
    return parse_chain("AND", Operator::kAnd, out, [this](ConditionTerm* term) { return parse_not(term); });
  }

  template <typename ParsePart>
  bool parse_chain(std::string_view keyword, Operator op, ConditionTerm* out, ParsePart parse_part) {
    if (!parse_part(out)) return false;
    while (self().at_keyword(keyword)) {
      if (!self().require_condition(out) || !self().enter_operator()) return false;
      self().advance();
      ConditionTerm right;
      if (!parse_part(&right) || !self().require_condition(&right)) return false;
      out->join(op, std::move(right));
    }
    return true;
  }

  bool parse_not(ConditionTerm* out) {
    if (!self().at_keyword("NOT")) return self().parse_predicate(out);
    const ParseDepth depth(self().depth());
    if (!self().enter_operator()) return false;
    self().advance();
    if (!parse_not(out) || !self().require_condition(out)) return false;
    out->negate();
    return true;
  }
};

}  // namespace stator::db::expression
