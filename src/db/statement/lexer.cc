#include "db/statement/lexer.h"

#include <algorithm>
#include <array>

namespace stator::db::statement {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool equals_upper(std::string_view text, std::string_view keyword) {
  return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                    [](char a, char b) { return upper(a) == b; });
}

// The reserved words of SQL-92 and PartiQL, but the parts of dates (YEAR, MONTH ...): AWS's own examples use
// `year` without quotation marks. Sorted.
constexpr auto kReserved = std::to_array<std::string_view>({
    "ABSOLUTE",    "ACTION",
    "ADD",         "ALL",
    "ALLOCATE",    "ALTER",
    "AND",         "ANY",
    "ARE",         "AS",
    "ASC",         "ASSERTION",
    "AT",          "AUTHORIZATION",
    "AVG",         "BAG",
    "BEGIN",       "BETWEEN",
    "BIT",         "BOOL",
    "BOOLEAN",     "BOTH",
    "BY",          "CASCADE",
    "CASCADED",    "CASE",
    "CAST",        "CATALOG",
    "CHAR",        "CHARACTER",
    "CHECK",       "CLOSE",
    "COALESCE",    "COLLATE",
    "COLLATION",   "COLUMN",
    "COMMIT",      "CONNECT",
    "CONNECTION",  "CONSTRAINT",
    "CONSTRAINTS", "CONTINUE",
    "CONVERT",     "CORRESPONDING",
    "COUNT",       "CREATE",
    "CROSS",       "CURRENT",
    "CURSOR",      "DATE",
    "DEALLOCATE",  "DEC",
    "DECIMAL",     "DECLARE",
    "DEFAULT",     "DEFERRABLE",
    "DEFERRED",    "DELETE",
    "DESC",        "DESCRIBE",
    "DESCRIPTOR",  "DIAGNOSTICS",
    "DISCONNECT",  "DISTINCT",
    "DOMAIN",      "DOUBLE",
    "DROP",        "ELSE",
    "END",         "ESCAPE",
    "EXCEPT",      "EXCEPTION",
    "EXEC",        "EXECUTE",
    "EXISTS",      "EXTERNAL",
    "EXTRACT",     "FALSE",
    "FETCH",       "FIRST",
    "FLOAT",       "FOR",
    "FOREIGN",     "FOUND",
    "FROM",        "FULL",
    "GET",         "GLOBAL",
    "GO",          "GOTO",
    "GRANT",       "GROUP",
    "HAVING",      "IDENTITY",
    "IMMEDIATE",   "IN",
    "INDEX",       "INDICATOR",
    "INITIALLY",   "INNER",
    "INPUT",       "INSENSITIVE",
    "INSERT",      "INT",
    "INTEGER",     "INTERSECT",
    "INTERVAL",    "INTO",
    "IS",          "ISOLATION",
    "JOIN",        "KEY",
    "LANGUAGE",    "LAST",
    "LEADING",     "LEFT",
    "LET",         "LEVEL",
    "LIKE",        "LIMIT",
    "LIST",        "LOCAL",
    "LOWER",       "MATCH",
    "MAX",         "MIN",
    "MISSING",     "MODULE",
    "NAMES",       "NATIONAL",
    "NATURAL",     "NCHAR",
    "NEXT",        "NO",
    "NOT",         "NULL",
    "NULLIF",      "NUMERIC",
    "OF",          "OFFSET",
    "ON",          "ONLY",
    "OPEN",        "OPTION",
    "OR",          "ORDER",
    "OUTER",       "OUTPUT",
    "OVERLAPS",    "PAD",
    "PARTIAL",     "PIVOT",
    "POSITION",    "PRECISION",
    "PREPARE",     "PRESERVE",
    "PRIMARY",     "PRIOR",
    "PRIVILEGES",  "PROCEDURE",
    "PUBLIC",      "READ",
    "REAL",        "REFERENCES",
    "RELATIVE",    "REMOVE",
    "RESTRICT",    "RETURNING",
    "REVOKE",      "RIGHT",
    "ROLLBACK",    "ROWS",
    "SCHEMA",      "SCROLL",
    "SECTION",     "SELECT",
    "SESSION",     "SET",
    "SEXP",        "SMALLINT",
    "SOME",        "SPACE",
    "SQL",         "STRING",
    "STRUCT",      "SUBSTRING",
    "SUM",         "SYMBOL",
    "SYSTEM_USER", "TABLE",
    "TEMPORARY",   "THEN",
    "TIME",        "TIMESTAMP",
    "TO",          "TRAILING",
    "TRANSACTION", "TRANSLATE",
    "TRANSLATION", "TRIM",
    "TRUE",        "TUPLE",
    "UNION",       "UNIQUE",
    "UNKNOWN",     "UNPIVOT",
    "UPDATE",      "UPPER",
    "USAGE",       "USER",
    "USING",       "VALUE",
    "VALUES",      "VARCHAR",
    "VARYING",     "VIEW",
    "WHEN",        "WHENEVER",
    "WHERE",       "WITH",
    "WORK",        "WRITE",
    "ZONE",
});
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));
constexpr std::size_t kLongestReserved = 13;

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, source_.substr(at_, length)};
  at_ += token.text.size();
  return token;
}

Token Lexer::take_quoted(TokenKind kind, char quote) {
  std::size_t end = at_ + 1;
  for (; end < source_.size(); ++end) {
    if (source_[end] != quote) continue;
    if (end + 1 == source_.size() || source_[end + 1] != quote) return take(kind, end + 1 - at_);
    ++end;  // doubled: a quote in the text
  }
  return take(TokenKind::kUnterminated, source_.size() - at_);
}

// 12, 1.5, .5, 2e-3.
Token Lexer::take_number() {
  std::size_t end = at_;
  const auto digits = [&] {
    while (end < source_.size() && is_digit(source_[end])) ++end;
  };
  digits();
  if (end < source_.size() && source_[end] == '.') {
    ++end;
    digits();
  }
  if (end < source_.size() && upper(source_[end]) == 'E') {
    std::size_t exponent = end + 1;
    if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) ++exponent;
    if (exponent < source_.size() && is_digit(source_[exponent])) {
      end = exponent;
      digits();
    }
  }
  return take(TokenKind::kNumber, end - at_);
}

// Also skips comments. False when one does not end.
bool Lexer::skip_space() {
  for (;;) {
    while (at_ < source_.size() && is_space(source_[at_])) ++at_;
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("--")) {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = source_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return false;
      at_ = end + 2;
    } else {
      return true;
    }
  }
}

Token Lexer::next() {
  if (!skip_space()) return take(TokenKind::kUnterminated, source_.size());
  if (at_ == source_.size()) return {TokenKind::kEnd, source_.substr(at_)};
  const char c = source_[at_];
  const char following = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
  if (is_letter(c)) {
    std::size_t end = at_;
    while (end < source_.size() && (is_letter(source_[end]) || is_digit(source_[end]))) ++end;
    return take(TokenKind::kWord, end - at_);
  }
  if (is_digit(c) || (c == '.' && is_digit(following))) return take_number();
  switch (c) {
    case '\'':
      return take_quoted(TokenKind::kString, c);
    case '"':
      return take_quoted(TokenKind::kQuoted, c);
    case '?':
      return take(TokenKind::kParameter, 1);
    case '=':
      return take(TokenKind::kEqual, 1);
    case '!':
      return following == '=' ? take(TokenKind::kNotEqual, 2) : take(TokenKind::kUnknown, 1);
    case '<':
      if (following == '>') return take(TokenKind::kNotEqual, 2);
      if (following == '=') return take(TokenKind::kLessOrEqual, 2);
      return following == '<' ? take(TokenKind::kLeftSet, 2) : take(TokenKind::kLess, 1);
    case '>':
      if (following == '=') return take(TokenKind::kGreaterOrEqual, 2);
      return following == '>' ? take(TokenKind::kRightSet, 2) : take(TokenKind::kGreater, 1);
    case '+':
      return take(TokenKind::kPlus, 1);
    case '-':
      return take(TokenKind::kMinus, 1);
    case '*':
      return take(TokenKind::kStar, 1);
    case ',':
      return take(TokenKind::kComma, 1);
    case '.':
      return take(TokenKind::kDot, 1);
    case ':':
      return take(TokenKind::kColon, 1);
    case ';':
      return take(TokenKind::kSemicolon, 1);
    case '(':
      return take(TokenKind::kLeftParenthesis, 1);
    case ')':
      return take(TokenKind::kRightParenthesis, 1);
    case '[':
      return take(TokenKind::kLeftBracket, 1);
    case ']':
      return take(TokenKind::kRightBracket, 1);
    case '{':
      return take(TokenKind::kLeftBrace, 1);
    case '}':
      return take(TokenKind::kRightBrace, 1);
    default:
      return take(TokenKind::kUnknown, 1);
  }
}

std::string unquoted(std::string_view text) {
  const char quote = text.front();
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == quote) ++i;
  }
  return out;
}

bool is_keyword(const Token& token, std::string_view keyword) {
  return token.kind == TokenKind::kWord && equals_upper(token.text, keyword);
}

bool is_reserved(std::string_view word) {
  if (word.size() > kLongestReserved) return false;
  std::string folded(word);
  for (char& c : folded) c = upper(c);
  return std::binary_search(kReserved.begin(), kReserved.end(), std::string_view(folded));
}

}  // namespace stator::db::statement
