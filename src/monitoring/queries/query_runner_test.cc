#include "monitoring/queries/query_runner.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "monitoring/math/parser.h"
#include "monitoring/metric_keys.h"
#include "storage/memory/memory_engine.h"

namespace stator::monitoring::queries {
namespace {

const Scope kScope{"000000000000", "eu-west-1"};

class QueryRunnerTest : public ::testing::Test {
 protected:
  ~QueryRunnerTest() override { base::block_on(store_.stop()); }

  std::int64_t begin() const { return round_down(clock_.unix_seconds(), 3600) - 3600; }

  void put(const char* name, std::int64_t minute, double value, std::vector<Dimension> dimensions = {},
           Unit unit = monitoring::unit("None")) {
    Sample sample;
    sample.metric = {"App", name, std::move(dimensions)};
    sample.unix_seconds = begin() + minute * 60;
    sample.unit = unit;
    sample.values.add(value);
    std::vector<Sample> samples = {sample};
    EXPECT_TRUE(base::block_on(store_.put(kScope, std::move(samples))).ok());
  }

  static Query metric(const char* id, const char* name, const char* statistic = "Sum",
                      std::int64_t period = 60) {
    return {id, MetricQuery{{"App", name, {}}, period, *Statistic::parse(statistic), {}}, true};
  }
  static Query expression(const char* id, const char* text, std::optional<std::int64_t> period = {}) {
    auto parsed = math::parse(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return {id, ExpressionQuery{std::move(parsed).value(), period}, true};
  }

  // "0 m1: 0=5 1=7" for each series: the query, its label, the minutes.
  std::string run(std::vector<Query> queries, Part part = {}) {
    const Range range{begin(), begin() + 3600};
    auto found = base::block_on(runner_.run(kScope, std::move(queries), range, part));
    if (!found.ok()) {
      const auto* failure = std::get_if<ExpressionFailure>(&found.error());
      return failure == nullptr ? "failed" : std::to_string(failure->query) + " " + failure->error.text;
    }
    std::string text;
    for (const Found& each : *found) {
      if (each.omitted > 0) text += "(" + std::to_string(each.omitted) + ") ";
      for (const math::Series& series : each.series) {
        text += std::to_string(each.query) + " " + series.label + ":";
        for (const math::Point& point : series.points)
          text += " " + std::to_string((point.unix_seconds - begin()) / 60) + "=" +
                  std::to_string(static_cast<int>(point.value));
        text += each.dropped_points ? " dropped\n" : "\n";
      }
    }
    return text;
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  MetricStore store_{engine_, clock_, base::LocalExecutor::of_this_thread()};
  QueryRunner runner_{store_, nullptr};
};

TEST_F(QueryRunnerTest, Metrics) {
  put("a", 0, 1);
  put("a", 0, 2);
  put("a", 5, 4);
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "a", "Maximum", 300), metric("m3", "none")}),
            "0 a: 0=3 5=4\n1 a: 0=2 5=4\n2 none:\n");
}

TEST_F(QueryRunnerTest, UnitsCountTogetherUnlessOneIsAskedFor) {
  put("a", 0, 1, {}, unit("Bytes"));
  put("a", 0, 2, {}, unit("Count"));
  Query bytes = metric("m2", "a");
  std::get<MetricQuery>(bytes.what).unit = unit("Bytes");
  EXPECT_EQ(run({metric("m1", "a"), bytes}), "0 a: 0=3\n1 a: 0=1\n");
}

TEST_F(QueryRunnerTest, ExpressionsInAnyOrder) {
  put("errors", 0, 1);
  put("calls", 0, 4);
  put("calls", 1, 4);
  Query errors = metric("m1", "errors"), calls = metric("m2", "calls");
  errors.returned = calls.returned = false;
  EXPECT_EQ(run({expression("e2", "e1 + 1"), expression("e1", "100 * m1 / m2"), errors, calls}),
            "0 e2: 0=26 1=1\n1 e1: 0=25 1=0\n")
      << "what lacks is 0";
}

TEST_F(QueryRunnerTest, ArraysHaveTheLabelsOfTheirSeries) {
  put("a", 0, 1);
  put("b", 0, 2);
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b"), expression("e1", "METRICS() * 10")}),
            "0 a: 0=1\n1 b: 0=2\n2 a: 0=10\n2 b: 0=20\n");
}

TEST_F(QueryRunnerTest, FillsByItsPeriod) {
  put("a", 58, 1);
  EXPECT_EQ(run({metric("m1", "a", "Sum", 900), expression("e1", "FILL(m1, 0)")}),
            "0 a: 45=1\n1 e1: 0=0 15=0 30=0 45=1\n");
}

TEST_F(QueryRunnerTest, Searches) {
  put("Errors", 0, 1, {{"Function", "one"}});
  put("Errors", 0, 2, {{"Function", "two"}});
  put("Errors", 0, 4, {{"Function", "two"}, {"Alias", "x"}});
  put("Calls", 0, 8, {{"Function", "one"}});
  EXPECT_EQ(run({expression("e1", "SEARCH('{App,Function} MetricName=\"Errors\"', 'Sum', 60)")}),
            "0 one: 0=1\n0 two: 0=2\n");
  EXPECT_EQ(run({expression("e1", "SUM(SEARCH('{App,Function} MetricName=\"Errors\"', 'Sum', 60))")}),
            "0 e1: 0=3\n");
  EXPECT_EQ(run({expression("e1", "SEARCH('{App,Function} one', 'Sum', 60)")}),
            "0 one Calls: 0=8\n0 one Errors: 0=1\n");
  EXPECT_EQ(run({expression("e1", "SEARCH('{App,Function} one', 'Most', 60)")}),
            "0 The value Most is not a valid statistic");
}

// Labels and metrics count, too, and over all searches of the request.
TEST_F(QueryRunnerTest, SearchesHaveABudget) {
  for (int i = 0; i < 100; ++i) put("a", 0, 1, {{"d", std::to_string(i) + std::string(1000, 'x')}});
  const auto searches = [](int count) {
    std::vector<Query> queries;
    for (int i = 0; i < count; ++i)
      queries.push_back(expression(("e" + std::to_string(i)).c_str(), "SEARCH('{App,d} a', 'Sum', 60)"));
    return queries;
  };
  EXPECT_EQ(run(searches(2)).substr(0, 4), "0 0x");
  EXPECT_NE(run(searches(500)).find("would need more than 4000000 data points"), std::string::npos);
}

// What expressions look at counts over all of the request, also where little is left of it.
TEST_F(QueryRunnerTest, EvaluationsHaveABudget) {
  for (int minute = 0; minute < 60; ++minute) put("a", minute, minute);
  std::string sum = "m1";
  for (int i = 1; i < 600; ++i) sum += ",m1";
  sum = "SUM(SORT([" + sum + "],MAX,DESC))";
  const auto sums = [&](int count) {
    std::vector<Query> queries = {metric("m1", "a")};
    for (int i = 0; i < count; ++i) {
      queries.push_back(expression(("e" + std::to_string(i)).c_str(), sum.c_str()));
      queries.back().returned = false;
    }
    return run(std::move(queries));
  };
  EXPECT_EQ(sums(100).substr(0, 9), "0 a: 0=0 ");
  EXPECT_NE(sums(499).find("would need more than " + std::to_string(kMaxEvaluatedPoints) + " data points"),
            std::string::npos);
}

// Of each rule: Sum and Maximum of one minute. Counts how often it is asked.
class CountedInsights final : public InsightSource {
 public:
  base::Task<Result<InsightTotals>> read(Scope, std::string rule, InsightSpan span) override {
    ++reads;
    InsightTotals totals;
    totals.minutes = minutes;
    for (const char* metric : {"Sum", "Maximum"}) {
      math::Series& series = totals.metrics[metric];
      series.label = rule;
      series.period_seconds = span.period;
      series.points = {{span.begin, metric[0] == 'S' ? 2.0 : 1.0}};
    }
    co_return totals;
  }

  int reads = 0;
  std::size_t minutes = 1;
};

std::vector<Query> insight_queries(int count, int rules) {
  std::vector<Query> queries;
  for (int i = 0; i < count; ++i) {
    const std::string rule = "'r" + std::to_string(i % rules) + "'";
    auto parsed = math::parse("INSIGHT_RULE_METRIC(" + rule + ", 'Sum') + INSIGHT_RULE_METRIC(" + rule +
                              ", 'Maximum') + INSIGHT_RULE_METRIC(" + rule + ", 'Sum')");
    EXPECT_TRUE(parsed.ok());
    queries.push_back({"e" + std::to_string(i), ExpressionQuery{std::move(parsed).value(), 60 + i % 2 * 60}});
  }
  return queries;
}

TEST_F(QueryRunnerTest, ARuleIsReadOnceForEachPeriod) {
  CountedInsights insights;
  QueryRunner runner(store_, nullptr, &insights);
  const Range range{begin(), begin() + 3600};
  auto found = base::block_on(runner.run(kScope, insight_queries(500, 1), range, Part()));
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 500);
  for (const Found& each : *found) EXPECT_EQ(each.series[0].points, (std::vector<math::Point>{{begin(), 5}}));
  EXPECT_EQ(insights.reads, 2);
}

TEST_F(QueryRunnerTest, RulesHaveABudget) {
  CountedInsights insights;
  insights.minutes = 1440;
  QueryRunner runner(store_, nullptr, &insights);
  const Range range{begin(), begin() + 3600};
  EXPECT_TRUE(base::block_on(runner.run(kScope, insight_queries(100, 100), range, Part())).ok());
  EXPECT_EQ(insights.reads, 100);
  EXPECT_FALSE(base::block_on(runner.run(kScope, insight_queries(500, 500), range, Part())).ok());
  EXPECT_LT(insights.reads, 100 + 300);
}

TEST_F(QueryRunnerTest, FailuresSayWhichExpression) {
  EXPECT_EQ(run({metric("m1", "a"), expression("e1", "m2 + 1")}), "1 Undefined variable: m2");
  EXPECT_EQ(run({expression("e1", "e2"), expression("e2", "e1")}).substr(0, 20), "0 Circular reference");
  EXPECT_NE(run({metric("m1", "a"), expression("e1", "SUM(m1)")}).find("single time series"),
            std::string::npos);
}

TEST_F(QueryRunnerTest, SaysThatPointsWereDropped) {
  put("a", 0, 1);
  put("b", 0, 0);
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b"), expression("e1", "m1 / m2")}),
            "0 a: 0=1\n1 b: 0=0\n2 e1: dropped\n");
}

TEST_F(QueryRunnerTest, CountsWhatIsBeforeThePart) {
  put("a", 0, 1);
  put("a", 1, 1);
  put("b", 0, 1);
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b")}, {1, 9}), "0 a: 0=1 1=1\n1 b: 0=1\n")
      << "in the middle of one";
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b")}, {2, 9}), "(2) 0 a:\n1 b: 0=1\n");
  EXPECT_EQ(run({metric("m1", "a"), expression("e1", "m1 + 1")}, {2, 9}), "0 a: 0=1 1=1\n1 e1: 0=2 1=2\n");
}

TEST_F(QueryRunnerTest, ReadsNoFurtherThanAsked) {
  put("a", 0, 1);
  put("a", 1, 1);
  put("b", 0, 1);
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b")}, {0, 2}), "0 a: 0=1 1=1\n");
  EXPECT_EQ(run({metric("m1", "a"), metric("m2", "b")}, {0, 3}), "0 a: 0=1 1=1\n1 b: 0=1\n");
}

// "App a d=1 Sum 60" of each series; "-" where there is no one metric.
std::string sources_of(const std::vector<Found>& all) {
  std::string text;
  for (const Found& found : all) {
    EXPECT_EQ(found.sources.size(), found.series.size());
    for (const auto& source : found.sources) {
      text += text.empty() ? "" : ", ";
      if (source == nullptr) {
        text += "-";
        continue;
      }
      text += source->metric.name_space + " " + source->metric.name;
      for (const Dimension& dimension : source->metric.dimensions)
        text += " " + dimension.name + "=" + dimension.value;
      text += " " + source->statistic + " " + std::to_string(source->period_seconds) + " of " +
              std::to_string(source->query);
    }
  }
  return text;
}

TEST_F(QueryRunnerTest, SeriesKnowTheirMetrics) {
  put("a", 0, 1, {{"d", "1"}});
  put("a", 0, 1, {{"d", "2"}});
  put("b", 0, 1);
  const auto sources = [&](std::vector<Query> queries) {
    const Range range{begin(), begin() + 3600};
    return sources_of(*base::block_on(runner_.run(kScope, std::move(queries), range, Part())));
  };
  EXPECT_EQ(sources({metric("m1", "b"), expression("e1", "m1*2")}), "App b  60 of 0, -");
  const std::string searched = "App a d=1 Sum 300 of 0, App a d=2 Sum 300 of 0";
  EXPECT_EQ(sources({expression("e1", "SEARCH('{App,d} a', 'Sum', 300)")}), searched);
  EXPECT_EQ(sources({expression("e1", "2*SORT(SEARCH('{App,d} a', 'Sum', 300), MAX, ASC)")}), searched);
  EXPECT_EQ(sources({expression("e1", "SEARCH('{App,d} a', 'Sum', 300)"), expression("e2", "e1/2")}),
            searched + ", " + searched);
  EXPECT_EQ(sources({expression("e1", "SUM(SEARCH('{App,d} a', 'Sum', 300))")}), "-");
  EXPECT_EQ(sources({metric("m1", "a"), metric("m2", "b"), expression("e1", "METRICS()/2")}),
            "App a  60 of 0, App b  60 of 1, App a  60 of 0, App b  60 of 1");
}

}  // namespace
}  // namespace stator::monitoring::queries
