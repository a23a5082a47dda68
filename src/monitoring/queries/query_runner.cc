#include "monitoring/queries/query_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/time_slice.h"
#include "monitoring/math/evaluate.h"
#include "monitoring/math/messages.h"
#include "monitoring/math/order.h"
#include "monitoring/metric_keys.h"

namespace stator::monitoring::queries {
namespace {

// What was reported of within the last two weeks is found (AWS: search expressions).
constexpr std::int64_t kSearchedSeconds = 14 * kDaySeconds;
// An expression on more datapoints is evaluated on the pool: it takes milliseconds.
constexpr std::size_t kPoolPoints = 10'000;
// A search with more terms compares them there.
constexpr std::size_t kPoolTerms = 16;
constexpr std::int64_t kDefaultPeriod = 60;

// What is kept of a series, counted in datapoints.
std::size_t cost_of(const math::Series& series) {
  constexpr std::size_t kOfItself = 8;
  return series.points.size() + kOfItself + (series.id.size() + series.label.size()) / sizeof(math::Point);
}

std::size_t cost_of(const math::Value& value) {
  if (const auto* one = std::get_if<math::Series>(&value)) return cost_of(*one);
  std::size_t cost = 0;
  if (const auto* many = std::get_if<math::SeriesArray>(&value))
    for (const math::Series& series : *many) cost += cost_of(series);
  return cost;
}

std::size_t cost_of(const Metric& metric) {
  std::size_t bytes = metric.name_space.size() + metric.name.size();
  for (const Dimension& dimension : metric.dimensions)
    bytes += dimension.name.size() + dimension.value.size();
  return bytes / sizeof(math::Point);
}

// What the metrics that a search found differ in: their names, the values of their dimensions.
std::string label_of(const Metric& metric, bool one_name) {
  std::string label;
  for (const Dimension& dimension : metric.dimensions) label += (label.empty() ? "" : " ") + dimension.value;
  if (!one_name || label.empty()) label += (label.empty() ? "" : " ") + metric.name;
  return label;
}

bool matches(const math::SearchExpression& query, const Scope& scope, const Metric& metric) {
  std::vector<math::SearchedDimension> dimensions;
  for (const Dimension& dimension : metric.dimensions)
    dimensions.push_back({dimension.name, dimension.value});
  return query.matches({scope.account, metric.name_space, metric.name, dimensions});
}

std::int64_t period_of_request(const std::vector<Query>& queries) {
  for (const Query& query : queries)
    if (const auto* metric = std::get_if<MetricQuery>(&query.what)) return metric->period_seconds;
  return kDefaultPeriod;
}

// The one whose place is the id.
std::shared_ptr<const Source> source_at(const std::vector<std::shared_ptr<const Source>>& sources,
                                        const std::string& id) {
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), place);
  const bool is_place = error == std::errc() && end == id.data() + id.size() && place < sources.size();
  return is_place ? sources[place] : nullptr;
}

math::MathError too_many_points() {
  return {math::MathError::Kind::kTooLarge, fmt::format(math::messages::kTooManyPoints, math::kMaxPoints)};
}

}  // namespace

std::int64_t rounded_begin(std::int64_t begin, std::int64_t period_seconds, std::int64_t now) {
  constexpr std::int64_t kMinutesKept = kTiers[1].kept_seconds;
  constexpr std::int64_t kFiveMinutesKept = kTiers[2].kept_seconds;
  std::int64_t step = std::min<std::int64_t>(period_seconds, 60);
  if (begin < now - kFiveMinutesKept) {
    step = 3600;
  } else if (begin < now - kMinutesKept) {
    step = 300;
  }
  return round_down(begin, step);
}

// What one request may keep in memory, in datapoints; what else it keeps and compares counts as some.
class QueryRunner::Budget {
 public:
  // False: it is spent.
  bool spend(std::size_t points) {
    left_ -= std::min(left_, points);
    return left_ > 0;
  }

 private:
  std::size_t left_ = math::kMaxPoints;
};

base::Task<Result<math::Series>> QueryRunner::read(Scope scope, MetricQuery query, Range range) {
  math::Series series;
  series.period_seconds = query.period_seconds;
  series.label = query.metric.name;
  ReadRequest request;
  request.metric = std::move(query.metric);
  request.period = query.period_seconds;
  request.begin = rounded_begin(range.begin, query.period_seconds, store_.clock().unix_seconds());
  request.end = range.end;
  request.unit = query.unit;
  Datapoint last;  // empty: none
  const auto finish_last = [&] {
    if (const auto value = query.statistic.of(last.values))
      series.points.push_back({last.unix_seconds, *value});
  };
  auto add = [&](Datapoint point) {
    if (!last.values.empty() && last.unix_seconds == point.unix_seconds) {
      last.values.add(point.values);  // of another unit
      return;
    }
    finish_last();
    last = std::move(point);
  };
  auto done = co_await store_.read(std::move(scope), std::move(request), std::move(add));
  if (!done.ok()) co_return std::move(done).error();
  finish_last();
  co_return series;
}

base::Task<base::Result<math::SeriesArray, QueryFailure>> QueryRunner::search(
    Scope scope, const math::Search& search, std::int64_t period, Range range, std::size_t query,
    Sources* sources, Budget* budget) {
  const auto statistic = Statistic::parse(search.statistic);
  if (!statistic) {
    math::MathError error{math::MathError::Kind::kType,
                          fmt::format(math::messages::kBadStatistic, search.statistic)};
    co_return QueryFailure(ExpressionFailure{query, std::move(error)});
  }
  std::vector<Metric> metrics;
  base::TimeSlice slice;
  ListRequest list;
  list.name_space = search.query.schema_namespace();
  list.active_since = store_.clock().unix_seconds() - kSearchedSeconds;
  for (bool more = true; more && metrics.size() < kMaxFound;) {
    auto page = co_await store_.list(scope, list);
    if (!page.ok()) co_return QueryFailure(std::move(page).error());
    base::Executor* home = base::Executor::current();
    const bool on_pool = pool_ != nullptr && home != nullptr && search.query.term_count() > kPoolTerms;
    if (on_pool) co_await base::switch_to(*pool_);
    bool spent = false;
    for (Metric& metric : page->metrics) {
      if (!on_pool) co_await slice.pause_if_used_up();
      if (metrics.size() == kMaxFound) break;
      // Each term is looked for in each name.
      spent = !budget->spend(1 + search.query.term_count() * (2 + 2 * metric.dimensions.size()));
      if (spent) break;
      if (matches(search.query, scope, metric)) metrics.push_back(std::move(metric));
    }
    if (on_pool) co_await base::switch_to(*home);
    if (spent) co_return QueryFailure(ExpressionFailure{query, too_many_points()});
    more = page->next.has_value();
    if (more) list.after = std::move(*page->next);
  }
  const bool one_name = std::all_of(metrics.begin(), metrics.end(), [&](const Metric& metric) {
    return metric.name == metrics.front().name;
  });
  math::SeriesArray found;
  for (Metric& metric : metrics) {
    std::string label = label_of(metric, one_name);
    const auto source =
        std::make_shared<const Source>(Source{std::move(metric), query, search.statistic, period});
    MetricQuery wanted;
    wanted.metric = source->metric;
    wanted.period_seconds = period;
    wanted.statistic = *statistic;
    auto series = co_await read(scope, std::move(wanted), range);
    if (!series.ok()) co_return QueryFailure(std::move(series).error());
    series->id = std::to_string(sources->size());
    series->label = std::move(label);
    sources->push_back(source);
    if (!budget->spend(cost_of(*series) + cost_of(source->metric)))
      co_return QueryFailure(ExpressionFailure{query, too_many_points()});
    found.push_back(std::move(*series));
  }
  co_return found;
}

base::Task<base::Result<std::vector<Found>, QueryFailure>> QueryRunner::run(Scope scope,
                                                                            std::vector<Query> queries,
                                                                            Range range, Part part) {
  std::vector<math::Query> graph;
  bool has_expressions = false;
  for (const Query& query : queries) {
    const auto* expression = std::get_if<ExpressionQuery>(&query.what);
    has_expressions = has_expressions || expression != nullptr;
    graph.push_back({query.id, expression != nullptr ? &expression->expression : nullptr});
  }
  const auto order = math::evaluation_order(graph);
  if (!order.ok()) co_return QueryFailure(ExpressionFailure{order.error().index, order.error().error});

  const std::int64_t period_of_all = period_of_request(queries);
  const std::int64_t now = store_.clock().unix_seconds();
  std::vector<std::optional<math::Value>> values(queries.size());
  std::vector<bool> dropped(queries.size());
  std::vector<std::size_t> omitted(queries.size());
  Sources searched;
  Budget budget;
  std::size_t points = 0;  // that expressions may look at
  std::size_t passed = 0;  // of metrics, where there is no expression
  for (const std::size_t index : *order) {
    if (const auto* metric = std::get_if<MetricQuery>(&queries[index].what)) {
      if (!has_expressions && !queries[index].returned) continue;
      auto series = co_await read(scope, *metric, range);
      if (!series.ok()) co_return QueryFailure(std::move(series).error());
      series->id = queries[index].id;
      passed += series->points.size();
      if (!has_expressions && passed <= part.skip) {
        omitted[index] = series->points.size();
        series->points = {};
      }
      points += series->points.size();
      const bool fits = budget.spend(cost_of(*series));
      values[index] = std::move(*series);
      if (!has_expressions && passed >= part.enough) break;
      if (!fits) co_return QueryFailure(ExpressionFailure{index, too_many_points()});
      continue;
    }
    const auto& query = std::get<ExpressionQuery>(queries[index].what);
    const std::int64_t period = query.period_seconds.value_or(period_of_all);
    std::vector<math::SeriesArray> searches;
    for (const math::Search& search : query.expression.searches) {
      auto found = co_await this->search(scope, search, search.period_seconds.value_or(period), range, index,
                                         &searched, &budget);
      if (!found.ok()) co_return std::move(found).error();
      for (const math::Series& series : *found) points += series.points.size();
      searches.push_back(std::move(*found));
    }
    std::vector<math::Input> inputs;
    for (std::size_t i = 0; i < queries.size(); ++i) {
      if (values[i])
        inputs.push_back({queries[i].id, &*values[i], std::holds_alternative<MetricQuery>(queries[i].what)});
    }
    math::Environment environment;
    environment.inputs = inputs;
    environment.searches = searches;
    environment.start_seconds = rounded_begin(range.begin, period, now);
    environment.end_seconds = range.end;
    environment.period_seconds = period;
    base::Executor* home = base::Executor::current();
    const auto periods = static_cast<std::size_t>((range.end - environment.start_seconds) / period);
    const std::size_t work = points + periods * query.expression.steps.size();
    const bool on_pool = pool_ != nullptr && home != nullptr && work > kPoolPoints;
    if (on_pool) co_await base::switch_to(*pool_);
    auto evaluated = math::evaluate(query.expression, environment);
    if (on_pool) co_await base::switch_to(*home);
    if (!evaluated.ok()) co_return QueryFailure(ExpressionFailure{index, std::move(evaluated).error()});
    if (!budget.spend(cost_of(evaluated->value)))
      co_return QueryFailure(ExpressionFailure{index, too_many_points()});
    dropped[index] = evaluated->dropped_points;
    values[index] = std::move(evaluated->value);
  }

  std::unordered_map<std::string_view, std::shared_ptr<const Source>> asked;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (const auto* metric = std::get_if<MetricQuery>(&queries[i].what))
      asked[queries[i].id] =
          std::make_shared<const Source>(Source{metric->metric, i, {}, metric->period_seconds});
  }
  std::vector<Found> all;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (!queries[i].returned || !values[i]) continue;
    if (auto refused = math::refused_as_result(*values[i]))
      co_return QueryFailure(ExpressionFailure{i, std::move(*refused)});
    Found& found = all.emplace_back();
    found.query = i;
    found.omitted = omitted[i];
    found.dropped_points = dropped[i];
    if (auto* one = std::get_if<math::Series>(&*values[i])) {
      if (std::holds_alternative<ExpressionQuery>(queries[i].what)) one->label = queries[i].id;
      const auto source = asked.find(queries[i].id);
      found.sources.push_back(source == asked.end() ? nullptr : source->second);
      found.series.push_back(std::move(*one));
    } else {
      found.is_array = true;
      found.series = std::move(std::get<math::SeriesArray>(*values[i]));
      for (const math::Series& series : found.series) {
        const auto source = asked.find(series.id);
        found.sources.push_back(source == asked.end() ? source_at(searched, series.id) : source->second);
      }
    }
  }
  co_return all;
}

}  // namespace stator::monitoring::queries
