// What the parsers of all five expression kinds share: the token window, syntax errors, document paths,
// placeholders, limits.
//
// A syntax error ends parsing at once (the parse_* functions answer false). Other mistakes are reported and
// parsing goes on, since AWS names a syntax error first wherever it stands; of the others the first report of
// the lowest class wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/expression/condition.h"
#include "db/expression/lexer.h"
#include "db/expression/path.h"
#include "db/expression/placeholders.h"
#include "db/model/error.h"

namespace stator::db::expression {

Error invalid_expression(Kind kind, std::string_view what);

class Parser {
 protected:
  // Classes of mistakes other than syntax errors, in AWS's order.
  enum class Check { kStructure, kOperands };

  // `text` must outlive the parser.
  Parser(Kind kind, std::string_view text, Placeholders& placeholders)
      : kind_(kind), text_(text), placeholders_(placeholders), lexer_(text) {}
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Checks the length and reads the first tokens.
  bool begin();
  // After parsing: nothing may be left over.
  bool finish();

  const Token& current() const { return current_; }
  const Token& following() const { return following_; }
  void advance();
  bool accept(TokenKind kind);
  bool expect(TokenKind kind);

  bool syntax_error();
  // Gives up with another error than a syntax error.
  bool fail(std::string message);
  void report(Check check, std::string message);
  bool has_error() const { return fatal_.has_value() || !reported_.empty(); }
  Error take_error();

  // a.b[3].#c. A part with a mistake other than syntax is reported, and the path is then of no use.
  bool parse_path(Path* out);
  // Precondition: current() is a kValue. Takes it.
  std::string parse_value();
  bool at_path() const {
    return current_.kind == TokenKind::kIdentifier || current_.kind == TokenKind::kName;
  }
  bool at_function() const {
    return current_.kind == TokenKind::kIdentifier && following_.kind == TokenKind::kLeftParenthesis;
  }

  void count_operator();
  // Bounds recursion, for the lifetime of the object.
  class Depth {
   public:
    explicit Depth(int* depth) : depth_(depth) { ++*depth_; }
    ~Depth() { --*depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    int* depth_;
  };
  bool too_deep();

  const Kind kind_;
  int depth_ = 0;

 private:
  bool parse_path_name(Path* out);
  bool parse_path_index(Path* out);

  std::string_view text_;
  Placeholders& placeholders_;
  Lexer lexer_;
  Token previous_;
  Token current_;
  Token following_;
  std::size_t operators_ = 0;
  std::optional<std::string> fatal_;
  std::string reported_;
  Check reported_check_ = Check::kOperands;
};

}  // namespace stator::db::expression
