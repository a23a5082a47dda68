// What the parts of the statement parser share: the token window, errors, paths and literal values.
//
// A syntax error ends parsing at once (the parse_* functions answer false). Other mistakes are reported and
// parsing goes on, so that a syntax error wins wherever it stands; of the others the first one does.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/expression/path.h"
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
      : text_(text),
        parameters_(parameters),
        lexer_(text),
        current_(lexer_.next()),
        following_(lexer_.next()) {}

  const Token& current() const { return current_; }
  const Token& following() const { return following_; }
  bool at(TokenKind kind) const { return current_.kind == kind; }
  bool at_keyword(std::string_view keyword) const { return is_keyword(current_, keyword); }
  bool at_call() const {
    return current_.kind == TokenKind::kWord && following_.kind == TokenKind::kLeftParenthesis;
  }
  void advance();
  bool accept(TokenKind kind);
  bool accept_keyword(std::string_view keyword);
  bool expect(TokenKind kind, std::string_view spelling);

  bool syntax_error(std::string_view what);
  // For a current token that fits nowhere.
  bool unexpected(std::string_view otherwise);
  // "Unsupported clause: LIMIT at 1:37:5" for the current token.
  bool unsupported_clause();
  bool fail(std::string message);
  void report(std::string message);
  bool has_error() const { return fatal_.has_value() || reported_.has_value(); }
  Error take_error();

  // An attribute's or table's name.
  bool at_name() const;
  bool parse_name(std::string* out);
  bool parse_path(expression::Path* out);

  // A literal or a parameter.
  bool at_value() const;
  bool parse_value(std::string* out);
  // All parameters were used, none was missing.
  bool parameters_match() const { return used_parameters_ == parameters_.size(); }

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
  Lexer lexer_;
  Token current_;
  Token following_;
  std::optional<std::string> fatal_;
  std::optional<std::string> reported_;
};

}  // namespace stator::db::statement
