#include "monitoring/math/parser.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "monitoring/math/characters.h"
#include "monitoring/math/function_table.h"
#include "monitoring/math/lexer.h"
#include "monitoring/math/messages.h"

namespace stator::monitoring::math {
namespace {

using Outcome = base::Result<base::Ok, MathError>;

struct OperatorRow {
  std::string_view symbol;
  int precedence;
  Operator operation;
};

// Unary minus is between * and ^.
constexpr int kUnary = 6;
constexpr OperatorRow kOperators[] = {
    {"OR", 1, Operator::kOr},      {"||", 1, Operator::kOr},
    {"AND", 2, Operator::kAnd},    {"&&", 2, Operator::kAnd},
    {"==", 3, Operator::kEqual},   {"!=", 3, Operator::kNotEqual},
    {"<", 3, Operator::kLess},     {"<=", 3, Operator::kLessOrEqual},
    {">", 3, Operator::kGreater},  {">=", 3, Operator::kGreaterOrEqual},
    {"+", 4, Operator::kAdd},      {"-", 4, Operator::kSubtract},
    {"*", 5, Operator::kMultiply}, {"/", 5, Operator::kDivide},
    {"^", 7, Operator::kPower},
};

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { advance(); }

  base::Result<Expression, MathError> parse() {
    if (token_.kind == TokenKind::kName && token_.text == "SELECT") return not_supported(token_.text);
    STATOR_TRY(parse_expression(0));
    if (token_.kind != TokenKind::kEnd) return error_here();
    return std::move(result_);
  }

 private:
  void advance() { token_ = lexer_.next(); }

  bool take(TokenKind kind) {
    if (token_.kind != kind) return false;
    advance();
    return true;
  }

  Outcome expect(TokenKind kind) {
    if (!take(kind)) return error_here();
    return base::Ok{};
  }

  MathError error_here() const {
    if (token_.kind == TokenKind::kEnd) return {MathError::Kind::kSyntax, messages::kSyntaxAtEnd};
    return {MathError::Kind::kSyntax, fmt::format(messages::kSyntax, base::as_utf8(token_.text))};
  }

  static MathError not_supported(std::string_view what) {
    return {MathError::Kind::kNotSupported, fmt::format(messages::kNotSupported, what)};
  }

  const OperatorRow* operator_here() const {
    if (token_.kind != TokenKind::kOperator && token_.kind != TokenKind::kName) return nullptr;
    const auto* row = std::find_if(std::begin(kOperators), std::end(kOperators),
                                   [&](const OperatorRow& r) { return r.symbol == token_.text; });
    return row == std::end(kOperators) ? nullptr : row;
  }

  // Binary operators of at least this precedence.
  Outcome parse_expression(int precedence) {
    STATOR_TRY(parse_operand());
    while (const OperatorRow* row = operator_here()) {
      if (row->precedence < precedence) break;
      advance();
      // A power is computed from the right: its right side may hold powers, and a sign.
      const bool is_power = row->operation == Operator::kPower;
      depth_ += is_power;
      STATOR_TRY(parse_expression(is_power ? kUnary : row->precedence + 1));
      depth_ -= is_power;
      result_.steps.emplace_back(Combine{row->operation});
    }
    return base::Ok{};
  }

  Outcome parse_operand() {
    if (depth_ > kMaxDepth)
      return MathError{MathError::Kind::kSyntax, fmt::format(messages::kTooDeep, kMaxDepth)};
    ++depth_;
    STATOR_TRY(parse_operand_within());
    --depth_;
    return base::Ok{};
  }

  Outcome parse_operand_within() {
    switch (token_.kind) {
      case TokenKind::kNumber:
        return parse_number();
      case TokenKind::kId:
        return parse_reference();
      case TokenKind::kName:
        return parse_call();
      case TokenKind::kLeftBracket:
        return parse_array();
      case TokenKind::kLeftParenthesis:
        return parse_group();
      case TokenKind::kOperator:
        return token_.text == "-" ? parse_sign() : Outcome(error_here());
      default:
        return error_here();
    }
  }

  Outcome parse_group() {
    advance();
    STATOR_TRY(parse_expression(0));
    return expect(TokenKind::kRightParenthesis);
  }

  Outcome parse_sign() {
    advance();
    STATOR_TRY(parse_expression(kUnary));
    result_.steps.emplace_back(Negate{});
    return base::Ok{};
  }

  Outcome parse_number() {
    double number = 0;
    const auto [end, failure] =
        std::from_chars(token_.text.data(), token_.text.data() + token_.text.size(), number);
    if (failure != std::errc() || !std::isfinite(number)) return error_here();
    advance();
    result_.steps.emplace_back(PushNumber{number});
    return base::Ok{};
  }

  void note_reference(std::string_view id) {
    auto& ids = result_.references;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
  }

  Outcome parse_reference() {
    const std::string id(token_.text);
    advance();
    if (token_.kind == TokenKind::kLeftParenthesis) return unknown_function(id);  // functions are upper case
    note_reference(id);
    result_.steps.emplace_back(PushReference{id});
    return base::Ok{};
  }

  static MathError unknown_function(std::string_view name) {
    return {MathError::Kind::kUndefined, fmt::format(messages::kUnknownFunction, name)};
  }

  Outcome parse_array() {
    advance();
    std::size_t size = 0;
    do {
      STATOR_TRY(parse_expression(0));
      ++size;
    } while (take(TokenKind::kComma));
    STATOR_TRY(expect(TokenKind::kRightBracket));
    result_.steps.emplace_back(MakeArray{size});
    return base::Ok{};
  }

  Outcome parse_call() {
    const Token name = token_;
    advance();
    if (token_.kind != TokenKind::kLeftParenthesis) {
      token_ = name;
      return error_here();
    }
    if (is_unsupported_function(name.text)) return not_supported(name.text);
    const FunctionRow* row = find_function(name.text);
    if (row == nullptr) return unknown_function(name.text);
    advance();
    switch (row->function) {
      case Function::kMetrics:
        return parse_metrics();
      case Function::kSearch:
        return parse_search();
      case Function::kInsightRuleMetric:
        return parse_insight();
      case Function::kPeriod:
        return parse_period();
      case Function::kSort:
        return parse_sort();
      case Function::kFill:
        return parse_fill();
      default:
        return parse_arguments(*row);
    }
  }

  Outcome parse_arguments(const FunctionRow& row) {
    std::size_t count = 0;
    if (token_.kind != TokenKind::kRightParenthesis) {
      do {
        STATOR_TRY(parse_expression(0));
        ++count;
      } while (take(TokenKind::kComma));
    }
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    if (count < row.min_arguments || count > row.max_arguments) {
      return MathError{MathError::Kind::kType,
                       row.min_arguments == row.max_arguments
                           ? fmt::format(messages::kArgumentCount, row.name, row.min_arguments, count)
                           : fmt::format(messages::kArgumentCountBetween, row.name, row.min_arguments,
                                         row.max_arguments, count)};
    }
    result_.steps.emplace_back(Call{row.function, count});
    return base::Ok{};
  }

  Outcome parse_metrics() {
    PushMetrics metrics;
    if (token_.kind == TokenKind::kString) {
      metrics.part_of_id = string_value(token_);
      advance();
    }
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    result_.uses_metrics = true;
    result_.steps.emplace_back(std::move(metrics));
    return base::Ok{};
  }

  // SEARCH('{Namespace} term', 'Statistic'), and a period behind it in older editions of the guide.
  Outcome parse_search() {
    if (token_.kind != TokenKind::kString) return error_here();
    STATOR_ASSIGN(SearchExpression query, SearchExpression::parse(string_value(token_)));
    advance();
    STATOR_TRY(expect(TokenKind::kComma));
    if (token_.kind != TokenKind::kString) return error_here();
    Search search{std::move(query), string_value(token_), {}};
    advance();
    if (take(TokenKind::kComma)) {
      std::int64_t period = 0;
      const char* const end = token_.text.data() + token_.text.size();
      if (token_.kind != TokenKind::kNumber) return error_here();
      const auto parsed = std::from_chars(token_.text.data(), end, period);
      if (parsed.ec != std::errc() || parsed.ptr != end || period <= 0) return error_here();
      search.period_seconds = period;
      advance();
    }
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    result_.steps.emplace_back(PushSearch{result_.searches.size()});
    result_.searches.push_back(std::move(search));
    return base::Ok{};
  }

  // INSIGHT_RULE_METRIC("rule", "MaxContributorValue"); the guide writes both without quotes, AWS's console
  // with them. Rules have names that need them.
  Outcome parse_insight() {
    InsightMetric insight;
    STATOR_TRY(parse_name(&insight.rule));
    STATOR_TRY(expect(TokenKind::kComma));
    STATOR_TRY(parse_name(&insight.metric));
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    result_.steps.emplace_back(PushInsight{result_.insights.size()});
    result_.insights.push_back(std::move(insight));
    return base::Ok{};
  }

  Outcome parse_name(std::string* name) {
    if (token_.kind == TokenKind::kString) {
      *name = string_value(token_);
    } else if (token_.kind == TokenKind::kName || token_.kind == TokenKind::kId) {
      *name = std::string(token_.text);
    } else {
      return error_here();
    }
    advance();
    return base::Ok{};
  }

  // "Valid input is metrics, not the results of other expressions."
  Outcome parse_period() {
    if (token_.kind != TokenKind::kId) return error_here();
    const std::string id(token_.text);
    advance();
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    note_reference(id);
    result_.steps.emplace_back(PushPeriod{id});
    return base::Ok{};
  }

  Outcome parse_sort() {
    STATOR_TRY(parse_expression(0));
    STATOR_TRY(expect(TokenKind::kComma));
    Sort sort;
    const FunctionRow* by = token_.kind == TokenKind::kName ? find_function(token_.text) : nullptr;
    if (by == nullptr || !is_order_of_sort(by->function)) return error_here();
    sort.by = by->function;
    advance();
    STATOR_TRY(expect(TokenKind::kComma));
    if (token_.kind != TokenKind::kName || (token_.text != "ASC" && token_.text != "DESC"))
      return error_here();
    sort.descending = token_.text == "DESC";
    advance();
    if (take(TokenKind::kComma)) {
      STATOR_TRY(parse_expression(0));
      sort.limited = true;
    }
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    result_.steps.emplace_back(sort);
    return base::Ok{};
  }

  Outcome parse_fill() {
    STATOR_TRY(parse_expression(0));
    STATOR_TRY(expect(TokenKind::kComma));
    Fill fill;
    if (token_.kind == TokenKind::kName && (token_.text == "REPEAT" || token_.text == "LINEAR")) {
      fill.mode = token_.text == "REPEAT" ? FillMode::kRepeat : FillMode::kLinear;
      advance();
    } else {
      STATOR_TRY(parse_expression(0));
    }
    STATOR_TRY(expect(TokenKind::kRightParenthesis));
    result_.steps.emplace_back(fill);
    return base::Ok{};
  }

  Lexer lexer_;
  Token token_;
  std::size_t depth_ = 0;
  Expression result_;
};

}  // namespace

base::Result<Expression, MathError> parse(std::string_view text) {
  if (characters(text) > kMaxExpressionCharacters)
    return MathError{MathError::Kind::kSyntax, fmt::format(messages::kTooLong, kMaxExpressionCharacters)};
  return Parser(text).parse();
}

std::string_view name_of(Operator operation) {
  std::string_view name;  // the last one of the table that is a symbol: && rather than AND
  for (const OperatorRow& row : kOperators)
    if (row.operation == operation) name = row.symbol;
  return name;
}

bool is_valid_id(std::string_view id) {
  constexpr std::size_t kMaxIdSize = 255;
  if (id.size() > kMaxIdSize) return false;
  Lexer lexer(id);
  const Token token = lexer.next();
  return token.kind == TokenKind::kId && token.text.size() == id.size();
}

}  // namespace stator::monitoring::math
