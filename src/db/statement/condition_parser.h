// WHERE clauses: text to the tree of conditions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/expression/ast.h"
#include "db/expression/condition_grammar.h"
#include "db/statement/value_parser.h"

namespace stator::db::statement {

class ConditionParser : protected ValueParser, private expression::ConditionGrammar<ConditionParser> {
 protected:
  using ValueParser::ValueParser;

  bool parse_condition(expression::ConditionNode* out);

 private:
  friend class expression::ConditionGrammar<ConditionParser>;
  using Term = expression::ConditionTerm;

  bool enter_operator() { return !too_deep(); }
  int* depth() { return &depth_; }

  bool parse_predicate(Term* out);
  bool parse_sum(Term* out);
  bool parse_primary(Term* out);
  bool parse_call(Term* out);
  bool parse_arguments(std::vector<expression::Operand>* out);
  bool parse_operand(expression::Operand* out);
  bool parse_between(Term* term);
  bool parse_in(Term* term);
  bool parse_is(Term* term);
  bool parse_in_values(std::vector<expression::Operand>* out);
  bool fold(bool plus, expression::Operand* left, const expression::Operand& right);
  bool make_call(std::string_view name, std::vector<expression::Operand> arguments, Term* out);

  bool require_condition(Term* term);
  bool require_operand(const Term& term);
  void set_node(expression::Operator op, std::vector<expression::Operand> operands, Term* out);
};

}  // namespace stator::db::statement
