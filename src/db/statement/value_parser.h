// What the parts of the statement parser share: errors, paths and literal values.
//
// A syntax error ends parsing at once (the parse_* functions answer false). Other mistakes are reported and
// parsing goes on, so that a syntax error wins wherever it stands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
#include "db/expression/token_cursor.h"
#include "db/model/error.h"
#include "db/model/value_writer.h"
#include "db/statement/lexer.h"

namespace stator::db::statement {

// Parentheses and NOTs within each other.
inline constexpr int kMaxParseDepth = 300;

class ValueParser {
 public:
  ValueParser(const ValueParser&) = delete;
  ValueParser& operator=(const ValueParser&) = delete;

 protected:
  // Both must outlive the parser.
  ValueParser(std::string_view text, std::span<const std::string_view> parameters)
      : text_(text), parameters_(parameters), cursor_(text) {}

  const Token& current() const { return cursor_.current(); }
  const Token& following() const { return cursor_.following(); }
  bool at(TokenKind kind) const { return current().kind == kind; }
  bool at_keyword(std::string_view keyword) const { return is_keyword(current(), keyword); }
  bool at_call() const {
    return current().kind == TokenKind::kWord && following().kind == TokenKind::kLeftParenthesis;
  }
  void advance() { cursor_.advance(); }
  bool accept(TokenKind kind) { return cursor_.accept(kind); }
  bool accept_keyword(std::string_view keyword);
  bool expect(TokenKind kind, std::string_view spelling);

  bool syntax_error(std::string_view what);
  // For a current token that fits nowhere.
  bool unexpected(std::string_view otherwise);
  // "Unsupported clause: LIMIT at 1:37:5" for the current token.
  bool unsupported_clause();
  bool fail(std::string message) { return errors_.fail(std::move(message)); }
  void report(std::string message) { errors_.report(std::move(message)); }
  bool has_error() const { return errors_.any(); }
  Error take_error() { return validation_error(errors_.take()); }

  // An attribute's or table's name.
  bool at_name() const;
  bool parse_name(std::string* out);
  bool parse_path(expression::Path* out);

  // A literal or a parameter.
  bool at_value() const;
  bool parse_value(std::string* out);
  // All parameters were used, none was missing.
  bool parameters_match() const { return used_parameters_ == parameters_.size(); }

  // Where a ParseDepth on depth_ has gone beyond the limit.
  bool too_deep();
  int depth_ = 0;

 private:
  bool parse_path_name(expression::Path* out);
  bool parse_path_index(expression::Path* out);
  bool write_value(model::ValueWriter* writer, int nesting);
  bool write_list(model::ValueWriter* writer, int nesting);
  bool write_map(model::ValueWriter* writer, int nesting);
  bool write_set(model::ValueWriter* writer, int nesting);
  bool parse_set_elements(std::vector<std::string>* out, int nesting);
  bool write_number(model::ValueWriter* writer);
  void write_parameter(model::ValueWriter* writer);

  std::string_view text_;
  std::span<const std::string_view> parameters_;
  std::size_t used_parameters_ = 0;
  expression::TokenCursor<Lexer> cursor_;
  expression::ParseErrors errors_;
};

}  // namespace stator::db::statement
