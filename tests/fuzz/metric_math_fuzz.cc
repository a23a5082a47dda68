// Any text, up to the first NUL, as a math expression and as a search for metrics; the rest are data points.
// What is refused is refused with a message. What an expression gives is well-formed, and whether its types
// fit does not depend on the data points. NOT turns a search around.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "fuzz_input.h"
#include "monitoring/math/evaluate.h"
#include "monitoring/math/order.h"
#include "monitoring/math/parser.h"
#include "monitoring/math/search_expression.h"

namespace {

using namespace stator::monitoring::math;  // NOLINT
using FuzzInput = stator::fuzz::Input;

constexpr std::int64_t kStart = 1'709'251'080;
constexpr std::int64_t kPeriods = 6;
constexpr std::size_t kMost = 20'000;

Series series_of(const char* id, std::int64_t period, FuzzInput* input) {
  constexpr double kValues[] = {0, 1, -1, 0.5, 1e300, -1e300, 3, 60};
  Series series{id, id, period, {}};
  for (std::int64_t i = 0; i < kPeriods; ++i)
    if (const std::uint8_t byte = input->byte(); byte % 3 != 0)
      series.points.push_back({kStart + i * period, kValues[byte / 3 % 8]});
  return series;
}

void check_series(const Series& series) {
  STATOR_CHECK(series.period_seconds > 0 && series.points.size() <= kMost);
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    STATOR_CHECK(std::isfinite(series.points[i].value));
    STATOR_CHECK(i == 0 || series.points[i - 1].unix_seconds < series.points[i].unix_seconds);
  }
}

void check_value(const Value& value) {
  if (const auto* series = std::get_if<Series>(&value)) check_series(*series);
  if (const auto* array = std::get_if<SeriesArray>(&value))
    for (const Series& series : *array) check_series(series);
  STATOR_CHECK(refused_as_result(value).has_value() == std::holds_alternative<double>(value));
}

auto evaluate_with(const Expression& expression, FuzzInput points) {
  const Value m1(series_of("m1", 60, &points));
  const Value m2(series_of("m2", 60, &points));
  const Value slow(series_of("slow", 300, &points));
  const Value e1(SeriesArray{series_of("a", 60, &points), series_of("b", 120, &points)});
  const Input inputs[] = {{"m1", &m1, true}, {"m2", &m2, true}, {"slow", &slow, true}, {"e1", &e1, false}};
  const std::vector<SeriesArray> searches(expression.searches.size(), std::get<SeriesArray>(e1));
  return evaluate(expression, {inputs, searches, kStart, kStart + kPeriods * 60, 60, kMost});
}

void check_expression(std::string_view text, const FuzzInput& points) {
  const auto expression = parse(text);
  if (!expression.ok()) {
    STATOR_CHECK(stator::fuzz::is_message(expression.error().text, text));
    return;
  }
  for (const std::string& id : expression->references) STATOR_CHECK(is_valid_id(id) || id.size() > 255);
  const auto result = evaluate_with(*expression, points);
  const auto of_nothing = evaluate_with(*expression, FuzzInput(nullptr, 0));
  if (result.ok()) check_value(result->value);
  if (!result.ok()) STATOR_CHECK(stator::fuzz::is_message(result.error().text, text));
  const auto too_large = [](const auto& r) {
    return !r.ok() && r.error().kind == MathError::Kind::kTooLarge;
  };
  if (too_large(result) || too_large(of_nothing)) return;
  STATOR_CHECK(result.ok() == of_nothing.ok());
  if (result.ok()) STATOR_CHECK(result->value.index() == of_nothing->value.index());
  if (!result.ok()) STATOR_CHECK(result.error().text == of_nothing.error().text);
}

void check_search(std::string_view text) {
  const auto search = SearchExpression::parse(text);
  if (!search.ok()) {
    STATOR_CHECK(stator::fuzz::is_message(search.error().text, text));
    return;
  }
  const SearchedDimension dimensions[] = {{"FunctionName", "the-ProjectB-one"}, {"Resource", "t2.micro"}};
  const SearchedMetric metric{"444455556666", "AWS/Lambda", "CustomCount1", dimensions};
  const bool matches = search->matches(metric);
  const SearchExpression copy = *search;
  STATOR_CHECK(copy.matches(metric) == matches);
  if (!search->schema_namespace().empty()) return;
  const auto negated = SearchExpression::parse("NOT(" + std::string(text) + ")");
  if (negated.ok()) STATOR_CHECK(negated->matches(metric) != matches);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzInput input(data, size);
  const std::string_view text = input.part();
  check_expression(text, input);
  check_search(text);
  return 0;
}
