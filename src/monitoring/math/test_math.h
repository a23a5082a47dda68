// Math expressions on short series, written as text, for tests: 30 20 - 0 has a gap at the third minute.
#pragma once

#include <fmt/core.h>

#include <deque>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "monitoring/math/evaluate.h"
#include "monitoring/math/parser.h"

namespace stator::monitoring::math {

inline Series series_of(std::string id, const std::string& values, std::int64_t period = 60) {
  Series series{std::move(id), {}, period, {}};
  std::istringstream words(values);
  std::int64_t time = 0;
  for (std::string word; words >> word; time += period)
    if (word != "-") series.points.push_back({time, std::stod(word)});
  return series;
}

class TestMath {
 public:
  static constexpr std::int64_t kMinutes = 5;

  void metric(const std::string& id, const std::string& values, std::int64_t period = 60) {
    add(id, series_of(id, values, period), true);
  }
  void expression(const std::string& id, Value value) { add(id, std::move(value), false); }
  void search_result(SeriesArray found) { searches.push_back(std::move(found)); }

  base::Result<Evaluation, MathError> evaluate(std::string_view text) const {
    const auto expression = parse(text);
    if (!expression.ok()) return expression.error();
    std::vector<Input> inputs;
    for (const auto& [id, value, is_metric] : inputs_) inputs.push_back({id, &value, is_metric});
    Environment environment{inputs, searches, start, end, period, max_points};
    return math::evaluate(*expression, environment);
  }

  // A number, a series ("1 2 -"), an array ("[1 2 -; 3 4 5]"), or the text of the error.
  std::string operator()(std::string_view text) const {
    const auto evaluation = evaluate(text);
    return evaluation.ok() ? show(evaluation->value) : evaluation.error().text;
  }

  std::string show(const Value& value) const {
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* series = std::get_if<Series>(&value)) return show(*series);
    std::string text;
    for (const Series& series : std::get<SeriesArray>(value))
      text += (text.empty() ? "" : "; ") + show(series);
    return "[" + text + "]";
  }

  std::string show(const Series& series) const {
    std::string text;
    auto point = series.points.begin();
    for (std::int64_t time = start; time < end; time += series.period_seconds) {
      if (!text.empty()) text += ' ';
      const bool is_here = point != series.points.end() && point->unix_seconds == time;
      text += is_here ? fmt::format("{:g}", (point++)->value) : "-";
    }
    for (; point != series.points.end(); ++point)
      text += fmt::format(" @{}:{:g}", point->unix_seconds, point->value);
    return text;
  }

  std::vector<SeriesArray> searches;
  std::int64_t start = 0;
  std::int64_t end = kMinutes * 60;
  std::int64_t period = 60;
  std::size_t max_points = kMaxPoints;

 private:
  struct Named {
    std::string id;
    Value value;
    bool is_metric;
  };

  void add(const std::string& id, Value value, bool is_metric) {
    inputs_.push_back({id, std::move(value), is_metric});
  }

  std::deque<Named> inputs_;
};

}  // namespace stator::monitoring::math
