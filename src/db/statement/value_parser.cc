#include "db/statement/value_parser.h"

#include <algorithm>
#include <charconv>

#include "messages/expressions.h"
#include "messages/fill.h"
#include "messages/statements.h"
#include "messages/values.h"

namespace stator::db::statement {
namespace {

using messages::fill;
using model::Type;
using model::ValueView;
using model::ValueWriter;

bool is_set_element(Type type) { return type == Type::kS || type == Type::kN || type == Type::kB; }

Type set_of(Type element) {
  if (element == Type::kS) return Type::kSs;
  return element == Type::kN ? Type::kNs : Type::kBs;
}

}  // namespace

bool ValueParser::accept_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  advance();
  return true;
}

bool ValueParser::expect(TokenKind kind, std::string_view spelling) {
  return accept(kind) || unexpected(fill(messages::kExpectedClosing, {spelling}));
}

bool ValueParser::syntax_error(std::string_view what) { return fail(fill(messages::kNotWellFormed, {what})); }

bool ValueParser::unexpected(std::string_view otherwise) {
  if (at(TokenKind::kUnterminated)) return syntax_error(messages::kUnterminated);
  return syntax_error(otherwise);
}

bool ValueParser::unsupported_clause() {
  const std::string_view before =
      text_.substr(0, static_cast<std::size_t>(current().text.data() - text_.data()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  std::string word(current().text);
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return fail(fill(messages::kUnsupportedClause,
                   {word, std::to_string(line), std::to_string(column), std::to_string(word.size())}));
}

bool ValueParser::too_deep() { return depth_ > kMaxParseDepth && !syntax_error(messages::kStatementTooDeep); }

bool ValueParser::at_name() const {
  return at(TokenKind::kQuoted) || (at(TokenKind::kWord) && !is_reserved(current().text));
}

bool ValueParser::parse_name(std::string* out) {
  if (at(TokenKind::kWord) && is_reserved(current().text)) return syntax_error(messages::kUnexpectedKeyword);
  if (!at_name()) return unexpected(messages::kExpectedIdentifier);
  *out = at(TokenKind::kQuoted) ? unquoted(current().text) : std::string(current().text);
  advance();
  if (out->empty()) return syntax_error(messages::kExpectedIdentifier);
  return true;
}

bool ValueParser::parse_path(expression::Path* out) {
  std::string root;
  if (!parse_name(&root)) return false;
  out->elements.emplace_back(std::move(root));
  for (;;) {
    if (accept(TokenKind::kDot)) {
      if (!parse_path_name(out)) return false;
    } else if (accept(TokenKind::kLeftBracket)) {
      if (!parse_path_index(out)) return false;
    } else {
      break;
    }
  }
  const std::size_t levels = out->elements.size();
  if (levels > static_cast<std::size_t>(model::kMaxNestingDepth))
    report(fill(messages::kPathTooDeep, {std::to_string(levels)}));
  return true;
}

bool ValueParser::parse_path_name(expression::Path* out) {
  if (!at(TokenKind::kQuoted) && !at(TokenKind::kWord)) return unexpected(messages::kExpectedIdentifier);
  std::string name = at(TokenKind::kQuoted) ? unquoted(current().text) : std::string(current().text);
  if (name.empty()) return syntax_error(messages::kExpectedIdentifier);
  out->elements.emplace_back(std::move(name));
  advance();
  return true;
}

// [3], or ['name'].
bool ValueParser::parse_path_index(expression::Path* out) {
  const std::string_view text = current().text;
  if (at(TokenKind::kString) && text.size() > 2) {
    out->elements.emplace_back(unquoted(text));
  } else {
    if (!at(TokenKind::kNumber)) return unexpected(messages::kExpectedIdentifier);
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size())
      return syntax_error(messages::kStatementListIndex);
    out->elements.emplace_back(index);
  }
  advance();
  return expect(TokenKind::kRightBracket, "]");
}

bool ValueParser::at_value() const {
  switch (current().kind) {
    case TokenKind::kString:
    case TokenKind::kNumber:
    case TokenKind::kParameter:
    case TokenKind::kMinus:
    case TokenKind::kPlus:
    case TokenKind::kLeftBracket:
    case TokenKind::kLeftBrace:
    case TokenKind::kLeftSet:
      return true;
    default:
      return at_keyword("TRUE") || at_keyword("FALSE") || at_keyword("NULL");
  }
}

bool ValueParser::parse_value(std::string* out) {
  out->clear();
  ValueWriter writer(out);
  return write_value(&writer, 1);
}

bool ValueParser::write_value(ValueWriter* writer, int nesting) {
  // An item is a map of values that may be kMaxNestingDepth deep.
  if (nesting > model::kMaxNestingDepth + 1) return fail(std::string(messages::kNestingTooDeep));
  switch (current().kind) {
    case TokenKind::kLeftBracket:
      return write_list(writer, nesting);
    case TokenKind::kLeftBrace:
      return write_map(writer, nesting);
    case TokenKind::kLeftSet:
      return write_set(writer, nesting);
    case TokenKind::kMinus:
    case TokenKind::kPlus:
    case TokenKind::kNumber:
      return write_number(writer);
    case TokenKind::kParameter:
      write_parameter(writer);
      return true;
    case TokenKind::kString:
      writer->string(unquoted(current().text));
      advance();
      return true;
    default:
      break;
  }
  if (at_keyword("TRUE") || at_keyword("FALSE")) {
    writer->boolean(at_keyword("TRUE"));
  } else if (at_keyword("NULL")) {
    writer->null();
  } else {
    const bool keyword = at(TokenKind::kWord) && is_reserved(current().text);
    return unexpected(keyword ? messages::kUnexpectedKeyword : messages::kUnexpectedTerm);
  }
  advance();
  return true;
}

bool ValueParser::write_list(ValueWriter* writer, int nesting) {
  advance();
  writer->begin_list();
  if (!at(TokenKind::kRightBracket)) {
    do {
      if (!write_value(writer, nesting + 1)) return false;
    } while (accept(TokenKind::kComma));
  }
  if (!expect(TokenKind::kRightBracket, "]")) return false;
  writer->end_list();
  return true;
}

bool ValueParser::write_map(ValueWriter* writer, int nesting) {
  advance();
  writer->begin_map();
  std::string last;
  if (!at(TokenKind::kRightBrace)) {
    do {
      if (!at(TokenKind::kString)) return unexpected(messages::kUnexpectedTerm);
      last = unquoted(current().text);
      if (last.empty()) report(std::string(messages::kAttributeNameEmpty));
      writer->name(last);
      advance();
      if (!expect(TokenKind::kColon, ":") || !write_value(writer, nesting + 1)) return false;
    } while (accept(TokenKind::kComma));
  }
  if (!expect(TokenKind::kRightBrace, "}")) return false;
  if (!writer->end_map()) report(std::string(messages::kStatementDuplicateName));
  return true;
}

bool ValueParser::write_set(ValueWriter* writer, int nesting) {
  advance();
  std::vector<std::string> elements;
  if (!parse_set_elements(&elements, nesting)) return false;
  if (elements.empty()) {
    report(std::string(messages::kStringSetEmpty));
    writer->null();
    return true;
  }
  const Type type = ValueView(elements.front()).type();
  const bool uniform = is_set_element(type) &&
                       std::all_of(elements.begin(), elements.end(),
                                   [&](const auto& element) { return ValueView(element).type() == type; });
  if (!uniform) {
    report(std::string(messages::kMixedSet));
    writer->null();
    return true;
  }
  writer->begin_set(set_of(type));
  for (const std::string& element : elements) writer->value(ValueView(element));
  if (!writer->end_set()) report(std::string(messages::kNumberSetDuplicates));
  return true;
}

bool ValueParser::parse_set_elements(std::vector<std::string>* out, int nesting) {
  if (accept(TokenKind::kRightSet)) return true;
  do {
    ValueWriter element(&out->emplace_back());
    if (!write_value(&element, nesting + 1)) return false;
  } while (accept(TokenKind::kComma));
  return expect(TokenKind::kRightSet, ">>");
}

bool ValueParser::write_number(ValueWriter* writer) {
  std::string text;
  if (!at(TokenKind::kNumber)) {
    if (at(TokenKind::kMinus)) text = "-";
    advance();
  }
  if (!at(TokenKind::kNumber)) return unexpected(messages::kUnexpectedTerm);
  text += current().text;
  advance();
  const auto number = model::Number::parse(text);
  if (!number.ok()) report(model::number_error_message(number.error(), text));
  writer->number(number.ok() ? *number : model::Number());
  return true;
}

void ValueParser::write_parameter(ValueWriter* writer) {
  if (used_parameters_ < parameters_.size()) {
    writer->value(ValueView(parameters_[used_parameters_]));
  } else {
    writer->null();  // the count is checked at the end
  }
  ++used_parameters_;
  advance();
}

}  // namespace stator::db::statement
