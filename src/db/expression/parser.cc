#include "db/expression/parser.h"

#include <charconv>
#include <limits>

#include "db/expression/ast.h"
#include "db/expression/messages.h"
#include "db/expression/reserved_words.h"

namespace stator::db::expression {

using messages::fill;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kCondition:
      return "ConditionExpression";
    case Kind::kFilter:
      return "FilterExpression";
    case Kind::kKeyCondition:
      return "KeyConditionExpression";
    case Kind::kProjection:
      return "ProjectionExpression";
    case Kind::kUpdate:
      return "UpdateExpression";
  }
  STATOR_CHECK(false);
}

Error invalid_expression(Kind kind, std::string_view what) {
  return validation_error(fill(messages::kInvalidExpression, {kind_name(kind), what}));
}

bool Parser::begin() {
  if (text_.size() > kMaxExpressionBytes)
    return fail(fill(messages::kExpressionSize, {std::to_string(text_.size())}));
  current_ = lexer_.next();
  if (current_.kind == TokenKind::kEnd) return fail(std::string(messages::kEmptyExpression));
  previous_ = {TokenKind::kEnd, text_.substr(0, 0)};
  following_ = lexer_.next();
  return true;
}

bool Parser::finish() { return current_.kind == TokenKind::kEnd || syntax_error(); }

void Parser::advance() {
  previous_ = current_;
  current_ = following_;
  if (current_.kind != TokenKind::kEnd) following_ = lexer_.next();
}

bool Parser::accept(TokenKind kind) {
  if (current_.kind != kind) return false;
  advance();
  return true;
}

bool Parser::expect(TokenKind kind) { return accept(kind) || syntax_error(); }

// The window runs from the token before the wrong one to the token after it, as they stand in the source.
bool Parser::syntax_error() {
  const char* begin = previous_.text.empty() ? current_.text.data() : previous_.text.data();
  const bool at_end = current_.kind == TokenKind::kEnd;
  const std::string_view last = at_end                               ? previous_.text
                                : following_.kind == TokenKind::kEnd ? current_.text
                                                                     : following_.text;
  const std::string_view window(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
  return fail(fill(messages::kSyntaxError, {at_end ? "<EOF>" : current_.text, window}));
}

bool Parser::fail(std::string message) {
  if (!fatal_) fatal_ = std::move(message);
  return false;
}

void Parser::report(Check check, std::string message) {
  if (!reported_.empty() && reported_check_ <= check) return;
  reported_ = std::move(message);
  reported_check_ = check;
}

Error Parser::take_error() { return invalid_expression(kind_, fatal_ ? *fatal_ : reported_); }

bool Parser::parse_path(Path* out) {
  if (!parse_path_name(out)) return false;
  while (true) {
    if (accept(TokenKind::kDot)) {
      if (!parse_path_name(out)) return false;
    } else if (current_.kind == TokenKind::kLeftBracket) {
      if (!parse_path_index(out)) return false;
    } else {
      break;
    }
  }
  const std::size_t levels = out->elements.size();
  if (levels > static_cast<std::size_t>(model::kMaxNestingDepth))
    report(Check::kStructure, fill(messages::kPathTooDeep, {std::to_string(levels)}));
  return true;
}

bool Parser::parse_path_name(Path* out) {
  if (!at_path()) return syntax_error();
  if (current_.kind == TokenKind::kIdentifier) {
    if (is_reserved_word(current_.text))
      report(Check::kStructure, fill(messages::kReservedKeyword, {current_.text}));
    out->elements.emplace_back(std::in_place_type<std::string>, current_.text);
  } else {
    const std::string* name = placeholders_.name(current_.text);
    if (name == nullptr) report(Check::kStructure, fill(messages::kUndefinedName, {current_.text}));
    out->elements.emplace_back(std::in_place_type<std::string>, name != nullptr ? *name : current_.text);
  }
  advance();
  return true;
}

bool Parser::parse_path_index(Path* out) {
  advance();
  if (current_.kind != TokenKind::kNumber) return syntax_error();
  std::uint32_t index = 0;
  const char* end = current_.text.data() + current_.text.size();
  const auto [at, code] = std::from_chars(current_.text.data(), end, index);
  if (code != std::errc() || index > static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max()))
    report(Check::kStructure, fill(messages::kListIndexRange, {current_.text}));
  out->elements.emplace_back(std::in_place_type<std::uint32_t>, index);
  advance();
  return expect(TokenKind::kRightBracket);
}

std::string Parser::parse_value() {
  const std::string* value = placeholders_.value(current_.text);
  if (value == nullptr) report(Check::kStructure, fill(messages::kUndefinedValue, {current_.text}));
  advance();
  return value != nullptr ? *value : std::string();
}

void Parser::count_operator() {
  // AWS counts no further than the first one too many.
  if (++operators_ == kMaxOperators + 1)
    report(Check::kStructure, fill(messages::kTooManyOperators, {std::to_string(operators_)}));
}

// Operators are limited, so what goes deeper than they can is parentheses directly in parentheses.
bool Parser::too_deep() {
  if (depth_ <= kMaxParseDepth) return false;
  fail(operators_ > kMaxOperators ? fill(messages::kTooManyOperators, {std::to_string(kMaxOperators + 1)})
                                  : std::string(messages::kRedundantParentheses));
  return true;
}

}  // namespace stator::db::expression
