#include "monitoring/queries/query_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
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

// What is kept of a rule, and what it takes to read it: a record of a minute has hundreds of counters. (All
// rules of a region fit, for the day that is kept of them.)
std::size_t cost_of(const InsightTotals& totals) {
  constexpr std::size_t kOfRead = 500, kOfMinute = 10;
  std::size_t cost = kOfRead + kOfMinute * totals.minutes;
  for (const auto& [name, series] : totals.metrics) cost += cost_of(series);
  return cost;
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

math::MathError too_many_points(std::size_t limit = math::kMaxPoints) {
  return {math::MathError::Kind::kTooLarge, fmt::format(math::messages::kTooManyPoints, limit)};
}

}  // namespace

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

// One request: reads its metrics and evaluates its expressions, in an order in which each has what it needs,
// and then gathers what is to be returned.
class QueryRunner::Run {
 public:
  Run(QueryRunner& runner, Scope scope, const std::vector<Query>& queries, Range range, Part part)
      : runner_(runner),
        scope_(std::move(scope)),
        queries_(queries),
        range_(range),
        part_(part),
        now_(runner.store_.clock().unix_seconds()),
        period_of_all_(period_of_request(queries)),
        has_expressions_(std::ranges::any_of(queries, &is_expression)),
        values_(queries.size()),
        dropped_(queries.size()),
        omitted_(queries.size()) {}

  base::Task<Outcome> all() {
    const auto order = evaluation_order();
    if (!order.ok()) co_return QueryFailure(ExpressionFailure{order.error().index, order.error().error});
    for (const std::size_t index : *order) {
      if (!has_expressions_ && passed_ >= part_.enough) break;
      const Step done = co_await answer(index);
      if (!done.ok()) co_return done.error();
    }
    co_return gather();
  }

 private:
  using Step = base::Result<base::Ok, QueryFailure>;

  static bool is_expression(const Query& query) {
    return std::holds_alternative<ExpressionQuery>(query.what);
  }

  base::Result<std::vector<std::size_t>, math::OrderError> evaluation_order() const {
    std::vector<math::Query> graph;
    for (const Query& query : queries_) {
      const auto* expression = std::get_if<ExpressionQuery>(&query.what);
      graph.push_back({query.id, expression != nullptr ? &expression->expression : nullptr});
    }
    return math::evaluation_order(graph);
  }

  base::Task<Step> answer(std::size_t index) {
    if (const auto* metric = std::get_if<MetricQuery>(&queries_[index].what))
      return read_metric(index, *metric);
    return evaluate(index, std::get<ExpressionQuery>(queries_[index].what));
  }

  base::Task<Step> read_metric(std::size_t index, const MetricQuery& metric) {
    if (!has_expressions_ && !queries_[index].returned) co_return base::Ok{};
    auto series = co_await runner_.read(scope_, metric, range_);
    if (!series.ok()) co_return QueryFailure(std::move(series).error());
    series->id = queries_[index].id;
    passed_ += series->points.size();
    if (!has_expressions_ && passed_ <= part_.skip) {
      omitted_[index] = series->points.size();
      series->points = {};
    }
    points_ += series->points.size();
    const bool fits = budget_.spend(cost_of(*series));
    values_[index] = std::move(*series);
    const bool is_last = !has_expressions_ && passed_ >= part_.enough;
    if (!fits && !is_last) co_return QueryFailure(ExpressionFailure{index, too_many_points()});
    co_return base::Ok{};
  }

  base::Task<Step> evaluate(std::size_t index, const ExpressionQuery& query) {
    const std::int64_t period = query.period_seconds.value_or(period_of_all_);
    std::vector<math::SeriesArray> searches;
    for (const math::Search& search : query.expression.searches) {
      auto found = co_await runner_.search(scope_, search, search.period_seconds.value_or(period), range_,
                                           index, &searched_, &budget_);
      if (!found.ok()) co_return std::move(found).error();
      for (const math::Series& series : *found) points_ += series.points.size();
      searches.push_back(std::move(*found));
    }
    std::vector<math::Series> insights;
    for (const math::InsightMetric& insight : query.expression.insights) {
      auto series = co_await read_insight(index, insight, period);
      if (!series.ok()) co_return std::move(series).error();
      points_ += series->points.size();
      if (!budget_.spend(cost_of(*series)))
        co_return QueryFailure(ExpressionFailure{index, too_many_points()});
      insights.push_back(std::move(*series));
    }
    const std::vector<math::Input> inputs = known();
    math::Environment environment;
    environment.inputs = inputs;
    environment.searches = searches;
    environment.insights = insights;
    environment.start_seconds = rounded_begin(range_.begin, period, now_);
    environment.end_seconds = range_.end;
    environment.period_seconds = period;
    environment.max_points = std::min(math::kMaxPoints, kMaxEvaluatedPoints - evaluated_);
    base::Executor* home = base::Executor::current();
    const auto periods = static_cast<std::size_t>((range_.end - environment.start_seconds) / period);
    const std::size_t work = points_ + periods * query.expression.steps.size();
    const bool on_pool = runner_.pool_ != nullptr && home != nullptr && work > kPoolPoints;
    if (on_pool) co_await base::switch_to(*runner_.pool_);
    auto evaluated = math::evaluate(query.expression, environment);
    if (on_pool) co_await base::switch_to(*home);
    if (!evaluated.ok()) {
      const bool is_last_straw = evaluated.error().kind == math::MathError::Kind::kTooLarge &&
                                 environment.max_points < math::kMaxPoints;
      if (is_last_straw)
        co_return QueryFailure(ExpressionFailure{index, too_many_points(kMaxEvaluatedPoints)});
      co_return QueryFailure(ExpressionFailure{index, std::move(evaluated).error()});
    }
    evaluated_ += evaluated->spent_points;
    if (!budget_.spend(cost_of(evaluated->value)))
      co_return QueryFailure(ExpressionFailure{index, too_many_points()});
    dropped_[index] = evaluated->dropped_points;
    values_[index] = std::move(evaluated->value);
    co_return base::Ok{};
  }

  // Without data points where there is no such rule or metric (assumed), or where it is asked for periods of
  // less than a minute.
  base::Task<base::Result<math::Series, QueryFailure>> read_insight(std::size_t index,
                                                                    const math::InsightMetric& insight,
                                                                    std::int64_t period) {
    math::Series series;
    series.period_seconds = period;
    if (runner_.insights_ == nullptr || period % 60 != 0) co_return series;
    const auto [known, is_new] = insights_.try_emplace(std::pair(insight.rule, period));
    InsightTotals& totals = known->second;
    if (is_new) {
      const InsightSpan span{rounded_begin(range_.begin, period, now_), range_.end, period};
      auto read = co_await runner_.insights_->read(scope_, insight.rule, span);
      if (!read.ok()) co_return QueryFailure(std::move(read).error());
      totals = std::move(*read);
      if (!budget_.spend(cost_of(totals)))
        co_return QueryFailure(ExpressionFailure{index, too_many_points()});
    }
    const auto metric = totals.metrics.find(insight.metric);
    if (metric != totals.metrics.end()) series = metric->second;
    co_return series;
  }

  // What there is so far.
  std::vector<math::Input> known() const {
    std::vector<math::Input> inputs;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (values_[i]) inputs.push_back({queries_[i].id, &*values_[i], !is_expression(queries_[i])});
    }
    return inputs;
  }

  Outcome gather() {
    std::unordered_map<std::string_view, std::shared_ptr<const Source>> asked;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (const auto* metric = std::get_if<MetricQuery>(&queries_[i].what))
        asked[queries_[i].id] =
            std::make_shared<const Source>(Source{metric->metric, i, {}, metric->period_seconds});
    }
    std::vector<Found> all;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (!queries_[i].returned || !values_[i]) continue;
      if (auto refused = math::refused_as_result(*values_[i]))
        return QueryFailure(ExpressionFailure{i, std::move(*refused)});
      Found& found = all.emplace_back();
      found.query = i;
      found.omitted = omitted_[i];
      found.dropped_points = dropped_[i];
      if (auto* one = std::get_if<math::Series>(&*values_[i])) {
        if (is_expression(queries_[i])) one->label = queries_[i].id;
        const auto source = asked.find(queries_[i].id);
        found.sources.push_back(source == asked.end() ? nullptr : source->second);
        found.series.push_back(std::move(*one));
      } else {
        found.is_array = true;
        found.series = std::move(std::get<math::SeriesArray>(*values_[i]));
        for (const math::Series& series : found.series) {
          const auto source = asked.find(series.id);
          found.sources.push_back(source == asked.end() ? source_at(searched_, series.id) : source->second);
        }
      }
    }
    return all;
  }

  QueryRunner& runner_;
  const Scope scope_;
  const std::vector<Query>& queries_;
  const Range range_;
  const Part part_;
  const std::int64_t now_;
  const std::int64_t period_of_all_;
  const bool has_expressions_;
  std::vector<std::optional<math::Value>> values_;  // of each query, once there is one
  std::vector<bool> dropped_;
  std::vector<std::size_t> omitted_;
  Sources searched_;
  std::map<std::pair<std::string, std::int64_t>, InsightTotals> insights_;  // read: by rule and period
  Budget budget_;
  std::size_t points_ = 0;     // that expressions may look at
  std::size_t evaluated_ = 0;  // that they did look at: kMaxEvaluatedPoints
  std::size_t passed_ = 0;     // of metrics, where there is no expression
};

base::Task<QueryRunner::Outcome> QueryRunner::run(Scope scope, std::vector<Query> queries, Range range,
                                                  Part part) {
  Run run(*this, std::move(scope), queries, range, part);
  co_return co_await run.all();
}

}  // namespace stator::monitoring::queries
