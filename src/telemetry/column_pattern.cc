#include "telemetry/column_pattern.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/wildcards.h"
#include "telemetry/messages.h"
#include "telemetry/pattern_cursor.h"

namespace stator::telemetry {
namespace {

using Comparison = ColumnPattern::Comparison;
using Condition = ColumnPattern::Condition;
using Conditions = ColumnPattern::Conditions;

template <typename T>
using Result = base::Result<T, std::string>;

constexpr std::size_t kMaxColumns = 128;
constexpr std::size_t kMaxConditions = 64;
constexpr std::size_t kMaxRegexes = 2;  // documented
constexpr std::string_view kEllipsis = "...";

std::string invalid() { return messages::kInvalid; }

bool is_value(char c) {
  return !is_blank(c) && std::string_view(",]&|\"=<>").find(c) == std::string_view::npos;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Parser : PatternCursor {
 public:
  explicit Parser(std::string_view text) : PatternCursor(text) {}

  struct Column {
    std::string name;  // kEllipsis: of any number
    Conditions conditions;
  };

  Result<std::vector<Column>> parse() {
    if (!take("[")) return invalid();
    std::vector<Column> columns;
    do {
      STATOR_ASSIGN(Column column, column_of(columns));
      columns.push_back(std::move(column));
      if (columns.size() > kMaxColumns) return invalid();
    } while (take(","));
    if (!take("]")) return invalid();
    skip_blanks();
    if (!rest_.empty()) return invalid();
    return columns;
  }

  // Once to find the columns, once for each condition, and what regular expressions take.
  std::size_t work_per_byte() const { return 1 + count_ + regex_size_; }

 private:
  Result<Column> column_of(const std::vector<Column>& before) {
    Column column;
    if (take(kEllipsis)) {
      column.name = kEllipsis;
      return column;
    }
    skip_blanks();
    column.name = take_while(is_word);
    if (column.name.empty()) return invalid();
    auto comparison = take_comparison();
    if (!comparison) return column;
    names_.clear();
    for (const Column& other : before) {
      if (other.name != kEllipsis) names_.push_back(other.name);
    }
    names_.push_back(column.name);
    std::size_t index = names_.size() - 1;
    column.conditions.emplace_back();
    for (;;) {
      STATOR_ASSIGN(Condition condition, value_of(index, *comparison));
      column.conditions.back().push_back(std::move(condition));
      if (++count_ > kMaxConditions) return invalid();
      if (take("||")) {
        column.conditions.emplace_back();
      } else if (!take("&&")) {
        return column;
      }
      skip_blanks();
      const std::string name = take_while(is_word);
      const auto found = std::find(names_.begin(), names_.end(), name);
      comparison = take_comparison();
      if (found == names_.end() || !comparison) return invalid();
      index = static_cast<std::size_t>(found - names_.begin());
    }
  }

  std::optional<Comparison> take_comparison() {
    if (take("!=")) return Comparison::kNotEqual;
    if (take("<=")) return Comparison::kLessOrEqual;
    if (take(">=")) return Comparison::kGreaterOrEqual;
    if (take("<")) return Comparison::kLess;
    if (take(">")) return Comparison::kGreater;
    if (take("=")) return Comparison::kEqual;
    return std::nullopt;
  }

  Result<Condition> value_of(std::size_t column, Comparison comparison) {
    Condition condition;
    condition.column = column;
    condition.comparison = comparison;
    skip_blanks();
    const bool by_order = comparison != Comparison::kEqual && comparison != Comparison::kNotEqual;
    if (rest_.starts_with('%')) {
      const std::size_t end = rest_.find('%', 1);
      if (end == std::string_view::npos || by_order || ++regexes_ > kMaxRegexes) return invalid();
      STATOR_ASSIGN(condition.regex, Regex::parse(rest_.substr(1, end - 1)));
      regex_size_ += condition.regex->size();
      if (regex_size_ > Regex::kMaxSize) return invalid();
      rest_.remove_prefix(end + 1);
      return condition;
    }
    if (rest_.starts_with('"')) {
      const std::size_t end = rest_.find('"', 1);
      if (end == std::string_view::npos || by_order) return invalid();
      condition.text = rest_.substr(1, end - 1);
      rest_.remove_prefix(end + 1);
      return condition;
    }
    condition.text = take_while(is_value);
    condition.number = number_of(condition.text);
    if (condition.text.empty() || (by_order && !condition.number)) return invalid();
    return condition;
  }

  std::vector<std::string> names_;
  std::size_t count_ = 0;
  std::size_t regexes_ = 0;
  std::size_t regex_size_ = 0;
};

// Finds what closes a column. Where it is once not found, it is not looked for again: a message may begin
// very many columns that do not end.
class Closings {
 public:
  explicit Closings(char close) : close_(close) {}

  // Behind the first character; nothing: the rest has none.
  std::size_t find(std::string_view rest) {
    if (!is_left_) return std::string_view::npos;
    const std::size_t end = rest.find(close_, 1);
    is_left_ = end != std::string_view::npos;
    return end;
  }

 private:
  char close_;
  bool is_left_ = true;
};

// Stops behind `limit` columns.
std::vector<std::string_view> columns_of(std::string_view message, std::size_t limit) {
  std::vector<std::string_view> columns;
  Closings quotes('"'), brackets(']');
  while (columns.size() < limit) {
    while (!message.empty() && is_blank(message.front())) message.remove_prefix(1);
    if (message.empty()) break;
    std::size_t end = std::string_view::npos;
    if (message.front() == '"') end = quotes.find(message);
    if (message.front() == '[') end = brackets.find(message);
    if (end != std::string_view::npos) {
      columns.push_back(message.substr(1, end - 1));
      message.remove_prefix(end + 1);
      continue;
    }
    const auto blank = std::find_if(message.begin(), message.end(), is_blank);
    columns.emplace_back(message.substr(0, static_cast<std::size_t>(blank - message.begin())));
    message.remove_prefix(columns.back().size());
  }
  return columns;
}

bool holds(const Condition& condition, std::string_view value) {
  const bool equal = condition.comparison == Comparison::kEqual;
  if (condition.regex) return condition.regex->matches(value) == equal;
  const auto number = condition.number ? number_of(value) : std::nullopt;
  switch (condition.comparison) {
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      if (number) return (*number == *condition.number) == equal;
      return base::matches_wildcards(condition.text, value) == equal;
    case Comparison::kLess:
      return number && *number < *condition.number;
    case Comparison::kLessOrEqual:
      return number && *number <= *condition.number;
    case Comparison::kGreater:
      return number && *number > *condition.number;
    case Comparison::kGreaterOrEqual:
      return number && *number >= *condition.number;
  }
  return false;
}

}  // namespace

base::Result<ColumnPattern, std::string> ColumnPattern::parse(std::string_view text) {
  Parser parser(text);
  STATOR_ASSIGN(std::vector<Parser::Column> columns, parser.parse());
  ColumnPattern pattern;
  pattern.work_per_byte_ = parser.work_per_byte();
  for (Parser::Column& column : columns) {
    if (column.name == kEllipsis) {
      if (pattern.ellipsis_) return invalid();
      pattern.ellipsis_ = pattern.names_.size();
      continue;
    }
    pattern.names_.push_back(std::move(column.name));
    if (!column.conditions.empty()) pattern.conditions_.push_back(std::move(column.conditions));
  }
  return pattern;
}

bool ColumnPattern::matches(std::string_view message) const {
  const std::size_t limit = ellipsis_ ? SIZE_MAX : names_.size() + 1;
  const std::vector<std::string_view> columns = columns_of(message, limit);
  if (ellipsis_ ? columns.size() < names_.size() : columns.size() != names_.size()) return false;
  const std::size_t skipped = columns.size() - names_.size();
  const auto value = [&](std::size_t column) {
    return columns[ellipsis_ && column >= *ellipsis_ ? column + skipped : column];
  };
  return std::ranges::all_of(conditions_, [&](const Conditions& alternatives) {
    return std::ranges::any_of(alternatives, [&](const std::vector<Condition>& all) {
      return std::ranges::all_of(
          all, [&](const Condition& condition) { return holds(condition, value(condition.column)); });
    });
  });
}

}  // namespace stator::telemetry
