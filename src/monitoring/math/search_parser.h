// The parser of search_expression.h. `search := [schema [","]] [or]`, `or := and ("OR" and)*`,
// `and := not (["AND"] not)*`, `not := "NOT" not | "(" or ")" | [name "="] term`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "monitoring/math/search_expression.h"

namespace stator::monitoring::math {

class SearchParser {
 public:
  explicit SearchParser(std::string_view text) : rest_(text) {}

  base::Result<SearchExpression, MathError> parse();

 private:
  using Outcome = base::Result<base::Ok, MathError>;
  struct Name {
    std::string text;
    bool quoted = false;
  };

  void skip_blanks();
  bool take(char symbol);
  bool take_word(std::string_view word);
  std::string_view bare_word(std::string_view ends) const;
  MathError error_here() const;

  Outcome parse_schema();
  Outcome parse_or(std::size_t depth);
  Outcome parse_and(std::size_t depth);
  Outcome parse_not(std::size_t depth);
  Outcome parse_term();
  // A quoted text, or a bare word up to a blank or one of `ends`.
  base::Result<Name, MathError> parse_name(std::string_view ends);

  std::string_view rest_;
  SearchExpression result_;
};

}  // namespace stator::monitoring::math
