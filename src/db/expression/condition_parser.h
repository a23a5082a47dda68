// Condition, filter and key condition text to a bound tree.
#pragma once

#include <string_view>
#include <vector>

#include "db/expression/ast.h"
#include "db/expression/parser.h"

namespace stator::db::expression {

class ConditionParser : private Parser {
 public:
  ConditionParser(Kind kind, std::string_view text, Placeholders& placeholders)
      : Parser(kind, text, placeholders) {}

  // Once only.
  Result<ConditionNode> parse();

 private:
  // An operand or a condition: which one it is shows only after the closing parenthesis of "(a) = :b".
  struct Term {
    enum class Kind { kOperand, kCondition, kBroken };  // kBroken: reported, passes for either
    Kind kind = Kind::kBroken;
    Operand operand;
    ConditionNode node;
    bool parenthesized = false;
    std::string_view function;  // the name, if the whole term is a call
  };

  bool parse_or(Term* out);
  bool parse_and(Term* out);
  bool parse_not(Term* out);
  bool parse_predicate(Term* out);
  bool parse_term(Term* out);
  bool parse_operand(Operand* out);
  bool parse_call(Term* out);
  bool parse_arguments(std::vector<Operand>* out);
  bool parse_comparison(Operator op, Term left, Term* out);
  bool parse_between(Term left, Term* out);
  bool parse_in(Term left, Term* out);

  bool require_condition(Term* term);
  bool require_operand(Term* term);
  void make_call(std::string_view name, std::vector<Operand> arguments, Term* out);
  void make_size(std::vector<Operand> arguments, Term* out);
  void join(Operator op, Term* left, Term right);
};

}  // namespace stator::db::expression
