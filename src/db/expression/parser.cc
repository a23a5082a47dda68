#include "db/expression/parser.h"

#include <charconv>
#include <limits>

#include "db/expression/ast.h"
#include "db/expression/reserved_words.h"
#include "messages/expressions.h"
#include "messages/fill.h"

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
    case Kind::kSearchCondition:
      return "SearchConditionExpression";
  }
  STATOR_CHECK(false);
}

Error invalid_expression(Kind kind, std::string_view what) {
  return validation_error(fill(messages::kInvalidExpression, {kind_name(kind), what}));
}

bool Parser::begin() {
  if (text_.size() > kMaxExpressionBytes) return fail(std::string(messages::kExpressionSize));
  if (current().kind == TokenKind::kEnd) return fail(std::string(messages::kEmptyExpression));
  return true;
}

bool Parser::finish() { return current().kind == TokenKind::kEnd || syntax_error(); }

bool Parser::expect(TokenKind kind) { return accept(kind) || syntax_error(); }

// The window runs from the token before the wrong one to the token after it, as they stand in the source.
bool Parser::syntax_error() {
  const std::string_view previous = cursor_.previous().text;
  const char* begin = previous.empty() ? current().text.data() : previous.data();
  const bool at_end = current().kind == TokenKind::kEnd;
  const std::string_view last = at_end                                ? previous
                                : following().kind == TokenKind::kEnd ? current().text
                                                                      : following().text;
  const std::string_view window(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
  return fail(fill(messages::kSyntaxError, {at_end ? "<EOF>" : current().text, window}));
}

Error Parser::take_error() { return invalid_expression(kind_, errors_.take()); }

bool Parser::parse_path(Path* out) {
  if (!parse_path_name(out)) return false;
  while (true) {
    if (accept(TokenKind::kDot)) {
      if (!parse_path_name(out)) return false;
    } else if (current().kind == TokenKind::kLeftBracket) {
      if (!parse_path_index(out)) return false;
    } else {
      break;
    }
  }
  const std::size_t levels = out->elements.size();
  if (levels > static_cast<std::size_t>(model::kMaxNestingDepth)) {
    report(Check::kStructure, fill(messages::kPathTooDeep, {std::to_string(levels)}));
    out->elements.resize(model::kMaxNestingDepth);  // messages may show it, with all names in full
  }
  return true;
}

bool Parser::parse_path_name(Path* out) {
  if (!at_path()) return syntax_error();
  if (current().kind == TokenKind::kIdentifier) {
    if (is_reserved_word(current().text))
      report(Check::kStructure, fill(messages::kReservedKeyword, {current().text}));
    out->elements.emplace_back(std::string(current().text));
  } else {
    const SharedString* name = placeholders_.name(current().text);
    if (name == nullptr) report(Check::kStructure, fill(messages::kUndefinedName, {current().text}));
    out->elements.emplace_back(name != nullptr ? *name : SharedString(std::string(current().text)));
  }
  advance();
  return true;
}

bool Parser::parse_path_index(Path* out) {
  advance();
  if (current().kind != TokenKind::kNumber) return syntax_error();
  std::uint32_t index = 0;
  const char* end = current().text.data() + current().text.size();
  const auto [at, code] = std::from_chars(current().text.data(), end, index);
  if (code != std::errc() || index > static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max()))
    report(Check::kStructure, fill(messages::kListIndexRange, {current().text}));
  out->elements.emplace_back(std::in_place_type<std::uint32_t>, index);
  advance();
  return expect(TokenKind::kRightBracket);
}

SharedString Parser::parse_value() {
  const SharedString* value = placeholders_.value(current().text);
  if (value == nullptr) report(Check::kStructure, fill(messages::kUndefinedValue, {current().text}));
  advance();
  return value != nullptr ? *value : SharedString();
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
