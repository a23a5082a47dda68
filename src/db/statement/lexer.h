// Cuts the text of a PartiQL statement into tokens, one at a time, without copying. Never fails: what is no
// token comes out as kUnknown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stator::db::statement {

enum class TokenKind : std::uint8_t {
  kWord,    // keyword, function or attribute name
  kQuoted,  // "name"
  kString,  // 'text'
  kNumber,  // unsigned
  kParameter,
  kEqual,
  kNotEqual,  // <> and !=
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPlus,
  kMinus,
  kStar,
  kComma,
  kDot,
  kColon,
  kSemicolon,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kLeftSet,   // <<
  kRightSet,  // >>
  kUnterminated,
  kUnknown,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;  // a view into the source, with its quotes
};

class Lexer {
 public:
  // `source` must outlive the lexer and its tokens.
  explicit Lexer(std::string_view source) : source_(source) {}
  Token next();

 private:
  Token take(TokenKind kind, std::size_t length);
  Token take_quoted(TokenKind kind, char quote);
  Token take_number();
  bool skip_space();

  std::string_view source_;
  std::size_t at_ = 0;
};

// The content of a kString or kQuoted token, with doubled quotes undone.
std::string unquoted(std::string_view text);

// Keywords are not case-sensitive. `keyword` is upper case.
bool is_keyword(const Token& token, std::string_view keyword);

// Words of SQL that cannot stand for an attribute or a table without quotation marks.
bool is_reserved(std::string_view word);

}  // namespace stator::db::statement
