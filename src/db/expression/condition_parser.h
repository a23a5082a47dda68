// Condition, filter and key condition text to a bound tree.
#pragma once

#include <string_view>
#include <vector>

#include "db/expression/ast.h"
#include "db/expression/condition_grammar.h"
#include "db/expression/parser.h"

namespace stator::db::expression {

class ConditionParser : private Parser, private ConditionGrammar<ConditionParser> {
 public:
  ConditionParser(Kind kind, std::string_view text, Placeholders& placeholders)
      : Parser(kind, text, placeholders) {}

  // Once only.
  Result<ConditionNode> parse();

 private:
  friend class ConditionGrammar<ConditionParser>;
  using Term = ConditionTerm;

  bool at_keyword(std::string_view keyword) const { return is_keyword(current(), keyword); }
  bool enter_operator();
  int* depth() { return &depth_; }

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
};

}  // namespace stator::db::expression
