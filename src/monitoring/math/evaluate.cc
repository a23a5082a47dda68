#include "monitoring/math/evaluate.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "monitoring/math/aggregates.h"
#include "monitoring/math/array_functions.h"
#include "monitoring/math/context.h"
#include "monitoring/math/fill.h"
#include "monitoring/math/grid.h"
#include "monitoring/math/if_function.h"
#include "monitoring/math/messages.h"
#include "monitoring/math/operand_types.h"
#include "monitoring/math/operators.h"
#include "monitoring/math/series_functions.h"
#include "monitoring/math/time_functions.h"

namespace stator::monitoring::math {
namespace {

// Of a series, besides its data points: its texts, and what it takes to handle it.
std::size_t cost_of(const Series& series) {
  return series.points.size() + 8 + (series.id.size() + series.label.size()) / sizeof(Point);
}

std::size_t cost_of(const SeriesArray& array) {
  std::size_t cost = 0;
  for (const Series& series : array) cost += cost_of(series);
  return cost;
}

std::size_t cost_of(const Value& value) {
  if (const auto* series = std::get_if<Series>(&value)) return cost_of(*series);
  if (const auto* array = std::get_if<SeriesArray>(&value)) return cost_of(*array);
  return 1;
}

class Evaluator {
 public:
  Evaluator(const Expression& expression, const Environment& environment)
      : expression_(expression),
        environment_(environment),
        context_{environment.start_seconds, environment.end_seconds, environment.period_seconds, false} {}

  base::Result<Evaluation, MathError> run() {
    for (const Step& step : expression_.steps) {
      auto result = std::visit([this](const auto& s) { return this->step(s); }, step);
      STATOR_ASSIGN(Value value, std::move(result));
      stack_.push_back(std::move(value));
    }
    STATOR_CHECK(stack_.size() == 1);
    return Evaluation{std::move(stack_.back()), context_.dropped_points, spent_};
  }

 private:
  using Outcome = base::Result<Value, MathError>;

  Value pop() {
    STATOR_CHECK(!stack_.empty());
    Value value = std::move(stack_.back());
    stack_.pop_back();
    return value;
  }

  // False: it would be too much.
  bool spend(std::size_t cost) {
    if (cost > environment_.max_points - spent_) return false;
    spent_ += cost;
    return true;
  }

  MathError too_large() const {
    return {MathError::Kind::kTooLarge, fmt::format(messages::kTooManyPoints, environment_.max_points)};
  }

  const Input* find(std::string_view id) const {
    const auto input = std::find_if(environment_.inputs.begin(), environment_.inputs.end(),
                                    [&](const Input& i) { return i.id == id; });
    return input == environment_.inputs.end() ? nullptr : &*input;
  }

  static MathError undefined(std::string_view id) {
    return {MathError::Kind::kUndefined, fmt::format(messages::kUndefinedId, id)};
  }

  Outcome step(const PushNumber& push) { return Value(push.number); }

  Outcome step(const PushReference& push) {
    const Input* input = find(push.id);
    if (input == nullptr) return undefined(push.id);
    if (!spend(cost_of(*input->value))) return too_large();
    return *input->value;
  }

  Outcome step(const PushPeriod& push) {
    const Input* input = find(push.id);
    if (input == nullptr) return undefined(push.id);
    const auto* series = input->is_metric ? std::get_if<Series>(input->value) : nullptr;
    if (series == nullptr)
      return MathError{MathError::Kind::kType, fmt::format(messages::kNotOfMetric, push.id)};
    return Value(static_cast<double>(series->period_seconds));
  }

  Outcome step(const PushMetrics& push) {
    SeriesArray metrics;
    for (const Input& input : environment_.inputs) {
      const auto* series = input.is_metric ? std::get_if<Series>(input.value) : nullptr;
      if (series == nullptr || input.id.find(push.part_of_id) == std::string_view::npos) continue;
      if (!spend(cost_of(*series))) return too_large();
      metrics.push_back(*series);
    }
    return Value(std::move(metrics));
  }

  Outcome step(const PushSearch& push) {
    STATOR_CHECK(push.index < environment_.searches.size());
    const SeriesArray& found = environment_.searches[push.index];
    if (!spend(cost_of(found))) return too_large();
    return Value(found);
  }

  Outcome step(const PushInsight& push) {
    Series read;
    if (push.index < environment_.insights.size()) read = environment_.insights[push.index];
    if (read.points.empty()) read.period_seconds = environment_.period_seconds;
    if (!spend(cost_of(Value(read)))) return too_large();
    return Value(std::move(read));
  }

  // Of series and of arrays, whose elements become its own: [METRICS("4xx"), METRICS("5xx")].
  Outcome step(const MakeArray& make) {
    STATOR_CHECK(stack_.size() >= make.size);
    SeriesArray array;
    for (auto value = stack_.end() - static_cast<std::ptrdiff_t>(make.size); value != stack_.end(); ++value) {
      if (std::holds_alternative<double>(*value)) return wrong_operands("[]", {&*value});
      if (auto* series = std::get_if<Series>(&*value)) {
        array.push_back(std::move(*series));
      } else {
        for (Series& element : std::get<SeriesArray>(*value)) array.push_back(std::move(element));
      }
    }
    stack_.resize(stack_.size() - make.size);
    return Value(std::move(array));
  }

  Outcome step(const Negate&) { return negate(pop()); }

  Outcome step(const Combine& step) {
    Value right = pop();
    Value left = pop();
    if (!spend(cost_of_combining(left, right)) || !spend(cost_of_combining(right, left))) return too_large();
    return combine(step.operation, std::move(left), std::move(right), &context_);
  }

  // Each series of an array may get the points of the other operand.
  static std::size_t cost_of_combining(const Value& value, const Value& other) {
    const auto* array = std::get_if<SeriesArray>(&other);
    return cost_of(value) * std::max<std::size_t>(array == nullptr ? 1 : array->size(), 1);
  }

  std::size_t cost_of_grids(const Value& value) const {
    std::size_t cost = 0;
    if (const auto* series = std::get_if<Series>(&value)) cost = grid_of(*series, context_).size;
    if (const auto* array = std::get_if<SeriesArray>(&value))
      for (const Series& series : *array) cost += grid_of(series, context_).size;
    return cost;
  }

  Outcome step(const Fill& step) {
    std::optional<Value> filler;
    if (step.mode == FillMode::kValue) filler = pop();
    Value argument = pop();
    if (!spend(cost_of(argument)) || !spend(cost_of_grids(argument))) return too_large();
    return fill(step.mode, std::move(argument), filler ? &*filler : nullptr, &context_);
  }

  Outcome step(const Sort& step) {
    std::optional<Value> limit;
    if (step.limited) limit = pop();
    Value array = pop();
    if (!spend(cost_of(array))) return too_large();
    return sort(step, std::move(array), limit ? &*limit : nullptr);
  }

  Outcome step(const Call& step) {
    STATOR_CHECK(stack_.size() >= step.arguments);
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(step.arguments);
    std::vector<Value> arguments(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
    stack_.erase(first, stack_.end());
    for (const Value& argument : arguments)
      if (!spend(cost_of(argument))) return too_large();
    return call(step.function, std::move(arguments));
  }

  Outcome call(Function function, std::vector<Value> arguments) {
    if (is_series_function(function)) return apply_to_series(function, std::move(arguments[0]), &context_);
    if (is_aggregate(function)) return aggregate(function, arguments[0], &context_);
    if (is_array_function(function)) return apply_to_array(function, std::move(arguments), context_);
    if (is_time_function(function)) {
      if (!spend(cost_of_grids(arguments[0]))) return too_large();
      return apply_to_times(function, arguments[0], context_);
    }
    if (!spend(grid_of(context_).size)) return too_large();
    if (function == Function::kTimeSeries) return time_series(arguments[0], &context_);
    STATOR_CHECK(function == Function::kIf);
    return if_function(arguments[0], arguments[1], arguments.size() > 2 ? &arguments[2] : nullptr, &context_);
  }

  const Expression& expression_;
  const Environment& environment_;
  Context context_;
  std::vector<Value> stack_;
  std::size_t spent_ = 0;
};

}  // namespace

base::Result<Evaluation, MathError> evaluate(const Expression& expression, const Environment& environment) {
  STATOR_CHECK(environment.period_seconds > 0);
  STATOR_CHECK(environment.searches.size() == expression.searches.size());
  return Evaluator(expression, environment).run();
}

std::optional<MathError> refused_as_result(const Value& value) {
  if (!std::holds_alternative<double>(value)) return std::nullopt;
  return MathError{MathError::Kind::kType, messages::kNoSeries};
}

}  // namespace stator::monitoring::math
