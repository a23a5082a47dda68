#include "db/expression/lexer.h"

#include <array>

namespace stator::db::expression {
namespace {

enum CharacterClass : std::uint8_t { kOther, kSpace, kLetter, kDigit, kUnderscore };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[static_cast<unsigned char>(c)] = kSpace;
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] = kLetter;
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  classes['_'] = kUnderscore;
  return classes;
}();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool is_word(char c) { return class_of(c) >= kLetter; }

// Length of the run at `from` for which `predicate` holds.
template <typename Predicate>
std::size_t run(std::string_view text, std::size_t from, Predicate predicate) {
  std::size_t end = from;
  while (end < text.size() && predicate(text[end])) ++end;
  return end - from;
}

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, source_.substr(at_, length)};
  at_ += length;
  return token;
}

Token Lexer::next() {
  at_ += run(source_, at_, [](char c) { return class_of(c) == kSpace; });
  if (at_ == source_.size()) return {TokenKind::kEnd, source_.substr(at_)};
  const char c = source_[at_];
  if (class_of(c) == kLetter) return take(TokenKind::kIdentifier, run(source_, at_, is_word));
  if (class_of(c) == kDigit)
    return take(TokenKind::kNumber, run(source_, at_, [](char d) { return class_of(d) == kDigit; }));
  const char following = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
  switch (c) {
    case '#':
    case ':': {
      const std::size_t length = run(source_, at_ + 1, is_word);
      if (length == 0) return take(TokenKind::kUnknown, 1);
      return take(c == '#' ? TokenKind::kName : TokenKind::kValue, 1 + length);
    }
    case '=':
      return take(TokenKind::kEqual, 1);
    case '<':
      if (following == '>') return take(TokenKind::kNotEqual, 2);
      if (following == '=') return take(TokenKind::kLessOrEqual, 2);
      return take(TokenKind::kLess, 1);
    case '>':
      if (following == '=') return take(TokenKind::kGreaterOrEqual, 2);
      return take(TokenKind::kGreater, 1);
    case '+':
      return take(TokenKind::kPlus, 1);
    case '-':
      return take(TokenKind::kMinus, 1);
    case ',':
      return take(TokenKind::kComma, 1);
    case '.':
      return take(TokenKind::kDot, 1);
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
  // One character, which in UTF-8 may be several bytes.
  return take(TokenKind::kUnknown, 1 + run(source_, at_ + 1, [](char d) { return (d & 0xC0) == 0x80; }));
}

bool is_keyword(const Token& token, std::string_view keyword) {
  if (token.kind != TokenKind::kIdentifier || token.text.size() != keyword.size()) return false;
  for (std::size_t i = 0; i < keyword.size(); ++i)
    if ((token.text[i] & ~0x20) != keyword[i]) return false;
  return true;
}

bool is_placeholder(std::string_view text, char sigil) {
  return text.size() >= 2 && text[0] == sigil && run(text, 1, is_word) == text.size() - 1;
}

}  // namespace stator::db::expression
