// Runs the queries of one request: metrics are read, expressions evaluated on them.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/executor.h"
#include "base/result.h"
#include "base/task.h"
#include "monitoring/math/expression.h"
#include "monitoring/math/math_error.h"
#include "monitoring/math/value.h"
#include "monitoring/metric.h"
#include "monitoring/metric_store.h"
#include "monitoring/queries/insight_source.h"
#include "monitoring/statistic.h"

namespace stator::monitoring::queries {

// Metrics that one SEARCH finds at most (AWS: up to 500 time series).
inline constexpr std::size_t kMaxFound = 500;
// Data points that all expressions of a request may look at and make on the way, each use counted (each of a
// few nanoseconds); one expression: math::kMaxPoints.
inline constexpr std::size_t kMaxEvaluatedPoints = 20'000'000;

struct MetricQuery {
  Metric metric;
  std::int64_t period_seconds = 60;
  Statistic statistic;
  std::optional<Unit> unit;  // nothing: values of all units count together
};

struct ExpressionQuery {
  math::Expression expression;
  std::optional<std::int64_t> period_seconds;  // nothing: that of the first metric of the request
};

struct Query {
  std::string id;  // unlike all others of the request
  std::variant<MetricQuery, ExpressionQuery> what;
  bool returned = true;
};

// In unix seconds; the begin is rounded for each period (monitoring::rounded_begin()).
struct Range {
  std::int64_t begin = 0;
  std::int64_t end = 0;  // excluded
};

// The metric that a series shows.
struct Source {
  Metric metric;
  std::size_t query = 0;  // that read it: of the metric, or of the expression with the SEARCH
  std::string statistic;  // of the SEARCH; empty: that of the query
  std::int64_t period_seconds = 60;
};

// The part of the datapoints that is of interest, of all queries one after the other. Where there is no
// expression, what is before it is counted only, and what is behind it is not read.
struct Part {
  std::size_t skip = 0;
  std::size_t enough = SIZE_MAX;  // with those before
};

struct Found {
  std::size_t query = 0;             // its index
  std::size_t omitted = 0;           // datapoints that are before the part
  std::vector<math::Series> series;  // one; of an expression that gives an array, all of it
  // Of each series; nullptr: there is not one metric behind it. Shared, since hundreds of expressions may
  // show the same metrics.
  std::vector<std::shared_ptr<const Source>> sources;
  bool is_array = false;
  bool dropped_points = false;  // results that are no numbers were left out
};

// What is wrong with an expression.
struct ExpressionFailure {
  std::size_t query = 0;
  math::MathError error;
};
using QueryFailure = std::variant<Failure, ExpressionFailure>;

class QueryRunner {
 public:
  // Large expressions are evaluated on `pool`; nullptr: all where they are asked for. `insights`: nullptr
  // where there are no insight rules. All outlive this.
  QueryRunner(MetricStore& store, base::Executor* pool, InsightSource* insights = nullptr)
      : store_(store), pool_(pool), insights_(insights) {}

  using Outcome = base::Result<std::vector<Found>, QueryFailure>;

  // What the queries that are to be returned found, in their order; of queries behind the part, nothing.
  base::Task<Outcome> run(Scope scope, std::vector<Query> queries, Range range, Part part);

 private:
  using Sources = std::vector<std::shared_ptr<const Source>>;
  class Budget;
  class Run;

  base::Task<Result<math::Series>> read(Scope scope, MetricQuery query, Range range);
  // Appends the metrics to `sources`; each series has its place there as its id, which is not that of any
  // query.
  base::Task<base::Result<math::SeriesArray, QueryFailure>> search(Scope scope, const math::Search& search,
                                                                   std::int64_t period, Range range,
                                                                   std::size_t query, Sources* sources,
                                                                   Budget* budget);

  MetricStore& store_;
  base::Executor* pool_;
  InsightSource* insights_;
};

}  // namespace stator::monitoring::queries
