#include "monitoring/math/search_parser.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/utf8.h"
#include "monitoring/math/characters.h"
#include "monitoring/math/messages.h"

namespace stator::monitoring::math {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kEndsOfTerm = "(){}\"=";
constexpr std::string_view kEndsOfSchemaName = "(){}\"=,";

}  // namespace

base::Result<SearchExpression, MathError> SearchParser::parse() {
  if (characters(rest_) > kMaxSearchCharacters) {
    return MathError{MathError::Kind::kSyntax, fmt::format(messages::kSearchTooLong, kMaxSearchCharacters)};
  }
  skip_blanks();
  if (take('{')) {
    STATOR_TRY(parse_schema());
  }
  skip_blanks();
  if (!rest_.empty()) {
    STATOR_TRY(parse_or(0));
  }
  if (!rest_.empty() || (!result_.has_schema_ && result_.steps_.empty())) return error_here();
  return std::move(result_);
}

void SearchParser::skip_blanks() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size()));
}

bool SearchParser::take(char symbol) {
  skip_blanks();
  if (!rest_.starts_with(symbol)) return false;
  rest_.remove_prefix(1);
  return true;
}

std::string_view SearchParser::bare_word(std::string_view ends) const {
  std::size_t length = 0;
  while (length < rest_.size() && kBlanks.find(rest_[length]) == kBlanks.npos &&
         ends.find(rest_[length]) == ends.npos)
    ++length;
  return rest_.substr(0, length);
}

bool SearchParser::take_word(std::string_view word) {
  skip_blanks();
  if (bare_word(kEndsOfTerm) != word) return false;
  rest_.remove_prefix(word.size());
  return true;
}

MathError SearchParser::error_here() const {
  if (rest_.empty()) return {MathError::Kind::kSyntax, messages::kBadSearchAtEnd};
  return {MathError::Kind::kSyntax, fmt::format(messages::kBadSearch, base::as_utf8(rest_))};
}

base::Result<SearchParser::Name, MathError> SearchParser::parse_name(std::string_view ends) {
  skip_blanks();
  Name name;
  if (!rest_.starts_with('"')) {
    name.text = bare_word(ends);
    if (name.text.empty()) return error_here();
    rest_.remove_prefix(name.text.size());
    return name;
  }
  name.quoted = true;
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    if (rest_[at] == '"') {
      rest_.remove_prefix(at + 1);
      return name;
    }
    // Of " \ ( ); of others, too (assumed).
    if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
    name.text += rest_[at];
  }
  rest_ = {};
  return error_here();
}

// Behind its brace.
SearchParser::Outcome SearchParser::parse_schema() {
  result_.has_schema_ = true;
  STATOR_ASSIGN(Name space, parse_name(kEndsOfSchemaName));
  result_.namespace_ = std::move(space.text);
  while (take(',')) {
    STATOR_ASSIGN(Name dimension, parse_name(kEndsOfSchemaName));
    result_.dimensions_.push_back(std::move(dimension.text));
  }
  std::sort(result_.dimensions_.begin(), result_.dimensions_.end());
  result_.dimensions_.erase(std::unique(result_.dimensions_.begin(), result_.dimensions_.end()),
                            result_.dimensions_.end());
  if (!take('}')) return error_here();
  take(',');  // the guide writes it in some examples
  return base::Ok{};
}

SearchParser::Outcome SearchParser::parse_or(std::size_t depth) {
  STATOR_TRY(parse_and(depth));
  while (take_word("OR")) {
    STATOR_TRY(parse_and(depth));
    result_.steps_.push_back(SearchExpression::Step::kOr);
  }
  return base::Ok{};
}

SearchParser::Outcome SearchParser::parse_and(std::size_t depth) {
  STATOR_TRY(parse_not(depth));
  while (true) {
    if (!take_word("AND")) {
      skip_blanks();
      if (rest_.empty() || rest_.starts_with(')') || bare_word(kEndsOfTerm) == "OR") return base::Ok{};
    }
    STATOR_TRY(parse_not(depth));
    result_.steps_.push_back(SearchExpression::Step::kAnd);
  }
}

SearchParser::Outcome SearchParser::parse_not(std::size_t depth) {
  if (depth > kMaxSearchDepth) return error_here();
  if (take_word("NOT")) {
    STATOR_TRY(parse_not(depth + 1));
    result_.steps_.push_back(SearchExpression::Step::kNot);
    return base::Ok{};
  }
  if (!take('(')) return parse_term();
  STATOR_TRY(parse_or(depth + 1));
  if (!take(')')) return error_here();
  return base::Ok{};
}

SearchParser::Outcome SearchParser::parse_term() {
  const std::string_view start = rest_;
  STATOR_ASSIGN(Name value, parse_name(kEndsOfTerm));
  if (!value.quoted && (value.text == "AND" || value.text == "OR")) {
    rest_ = start;
    return error_here();
  }
  SearchExpression::Term term;
  if (take('=')) {
    using Where = SearchExpression::Where;
    term.where = value.text == "MetricName"       ? Where::kMetricName
                 : value.text == "Namespace"      ? Where::kNamespace
                 : value.text == ":aws.AccountId" ? Where::kAccount
                                                  : Where::kDimension;
    term.dimension = std::move(value.text);
    STATOR_ASSIGN(value, parse_name(kEndsOfTerm));
  }
  term.text = std::move(value.text);
  term.exact = value.quoted;
  result_.terms_.push_back(std::move(term));
  result_.steps_.push_back(SearchExpression::Step::kTerm);
  return base::Ok{};
}

}  // namespace stator::monitoring::math
