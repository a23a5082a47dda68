// Cuts the text of an expression into tokens, one at a time, without copying. Never fails: what is no token
// of the grammar comes out as kUnknown, and the parser names it in its syntax error.
#pragma once

#include <cstdint>
#include <string_view>

namespace stator::db::expression {

enum class TokenKind : std::uint8_t {
  kIdentifier,  // attribute name, function name or keyword
  kName,        // #placeholder
  kValue,       // :placeholder
  kNumber,      // list index
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPlus,
  kMinus,
  kComma,
  kDot,
  kLeftBracket,
  kRightBracket,
  kLeftParenthesis,
  kRightParenthesis,
  kUnknown,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;  // a view into the source
};

class Lexer {
 public:
  // `source` must outlive the lexer and its tokens.
  explicit Lexer(std::string_view source) : source_(source) {}
  Token next();

 private:
  Token take(TokenKind kind, std::size_t length);

  std::string_view source_;
  std::size_t at_ = 0;
};

// Keywords are not case-sensitive. `keyword` is upper case.
bool is_keyword(const Token& token, std::string_view keyword);

// True if `text` is '#' or ':' (`sigil`) and one or more letters, digits or underscores.
bool is_placeholder(std::string_view text, char sigil);

}  // namespace stator::db::expression
