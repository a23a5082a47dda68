// What the parsers of all five expression kinds share: syntax errors, document paths, placeholders, limits.
//
// A syntax error ends parsing at once (the parse_* functions answer false). Other mistakes are reported and
// parsing goes on, since AWS names a syntax error first wherever it stands.
#pragma once

#include <string>
#include <string_view>

#include "db/expression/condition.h"
#include "db/expression/lexer.h"
#include "db/expression/path.h"
#include "db/expression/placeholders.h"
#include "db/expression/token_cursor.h"
#include "db/model/error.h"

namespace stator::db::expression {

Error invalid_expression(Kind kind, std::string_view what);

class Parser {
 protected:
  // Classes of mistakes other than syntax errors, in AWS's order.
  enum class Check { kStructure, kOperands };

  // `text` must outlive the parser.
  Parser(Kind kind, std::string_view text, Placeholders& placeholders)
      : kind_(kind), text_(text), placeholders_(placeholders), cursor_(text) {}
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Checks the length.
  bool begin();
  // After parsing: nothing may be left over.
  bool finish();

  const Token& current() const { return cursor_.current(); }
  const Token& following() const { return cursor_.following(); }
  void advance() { cursor_.advance(); }
  bool accept(TokenKind kind) { return cursor_.accept(kind); }
  bool expect(TokenKind kind);

  bool syntax_error();
  // Gives up with another error than a syntax error.
  bool fail(std::string message) { return errors_.fail(std::move(message)); }
  void report(Check check, std::string message) {
    errors_.report(std::move(message), static_cast<int>(check));
  }
  bool has_error() const { return errors_.any(); }
  Error take_error();

  // a.b[3].#c. A part with a mistake other than syntax is reported, and the path is then of no use.
  bool parse_path(Path* out);
  // Precondition: current() is a kValue. Takes it.
  SharedString parse_value();
  bool at_path() const {
    return current().kind == TokenKind::kIdentifier || current().kind == TokenKind::kName;
  }
  bool at_function() const {
    return current().kind == TokenKind::kIdentifier && following().kind == TokenKind::kLeftParenthesis;
  }

  void count_operator();
  // Where a ParseDepth on depth_ has gone beyond the limit.
  bool too_deep();

  const Kind kind_;
  int depth_ = 0;

 private:
  bool parse_path_name(Path* out);
  bool parse_path_index(Path* out);

  std::string_view text_;
  Placeholders& placeholders_;
  TokenCursor<Lexer> cursor_;
  ParseErrors errors_;
  std::size_t operators_ = 0;
};

}  // namespace stator::db::expression
