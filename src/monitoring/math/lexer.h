// Cuts the text of a math expression into tokens, one at a time, without copying. Never fails: what is no
// token of the grammar comes out as kUnknown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stator::monitoring::math {

enum class TokenKind : std::uint8_t {
  kNumber,    // 5, 50.25, .5, 1e6
  kString,    // with its quotes, ' or "
  kId,        // of a metric or an expression: it begins with a lower-case letter
  kName,      // of a function, or a keyword: it begins with an upper-case letter
  kOperator,  // + - * / ^ == != <= >= < > && ||
  kComma,
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
  std::size_t number_length() const;
  std::size_t string_length() const;

  std::string_view source_;  // what is left of it
};

// The value of a kString token. A backslash lets its quote stand in it; all others are left to the language
// within (that of searches has escapes of its own). The guide does not say how a quote is written.
std::string string_value(const Token& token);

}  // namespace stator::monitoring::math
