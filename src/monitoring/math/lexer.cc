#include "monitoring/math/lexer.h"

namespace stator::monitoring::math {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_of_name(char c) { return is_digit(c) || is_lower(c) || is_upper(c) || c == '_'; }

// The longer ones first.
constexpr std::string_view kOperators[] = {"==", "!=", "<=", ">=", "&&", "||", "<",
                                           ">",  "+",  "-",  "*",  "/",  "^"};

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, source_.substr(0, length)};
  source_.remove_prefix(length);
  return token;
}

std::size_t Lexer::number_length() const {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < source_.size() && is_digit(source_[at])) ++at;
    return at > first;
  };
  bool any = digits();
  if (at < source_.size() && source_[at] == '.') {
    ++at;
    any = digits() || any;
  }
  if (!any) return 0;
  const std::size_t mantissa = at;
  if (at < source_.size() && (source_[at] == 'e' || source_[at] == 'E')) {
    ++at;
    if (at < source_.size() && (source_[at] == '+' || source_[at] == '-')) ++at;
    if (!digits()) at = mantissa;
  }
  return at;
}

// 0: it does not end.
std::size_t Lexer::string_length() const {
  for (std::size_t at = 1; at < source_.size(); ++at) {
    if (source_[at] == source_[0]) return at + 1;
    if (source_[at] == '\\') ++at;
  }
  return 0;
}

Token Lexer::next() {
  while (!source_.empty() && std::string_view(" \t\r\n").find(source_[0]) != std::string_view::npos)
    source_.remove_prefix(1);
  if (source_.empty()) return {};
  const char c = source_[0];
  if (is_lower(c) || is_upper(c)) {
    std::size_t length = 1;
    while (length < source_.size() && is_of_name(source_[length])) ++length;
    return take(is_lower(c) ? TokenKind::kId : TokenKind::kName, length);
  }
  if (const std::size_t length = number_length(); length > 0) return take(TokenKind::kNumber, length);
  if (c == '\'' || c == '"') {
    const std::size_t length = string_length();
    return length > 0 ? take(TokenKind::kString, length) : take(TokenKind::kUnknown, source_.size());
  }
  switch (c) {
    case ',':
      return take(TokenKind::kComma, 1);
    case '[':
      return take(TokenKind::kLeftBracket, 1);
    case ']':
      return take(TokenKind::kRightBracket, 1);
    case '(':
      return take(TokenKind::kLeftParenthesis, 1);
    case ')':
      return take(TokenKind::kRightParenthesis, 1);
    default:
      break;
  }
  for (const std::string_view symbol : kOperators)
    if (source_.starts_with(symbol)) return take(TokenKind::kOperator, symbol.size());
  std::size_t length = 1;  // a whole character, so that it can be shown
  while (length < source_.size() && (static_cast<unsigned char>(source_[length]) & 0xC0) == 0x80) ++length;
  return take(TokenKind::kUnknown, length);
}

std::string string_value(const Token& token) {
  std::string value;
  const std::string_view inner = token.text.substr(1, token.text.size() - 2);
  for (std::size_t at = 0; at < inner.size(); ++at) {
    if (inner[at] == '\\' && at + 1 < inner.size()) {
      if (inner[at + 1] != token.text[0]) value += inner[at];
      ++at;
    }
    value += inner[at];
  }
  return value;
}

}  // namespace stator::monitoring::math
