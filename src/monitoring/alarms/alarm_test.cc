// What is refused of an alarm's configuration, on a metric or on an expression, and how it is read.
#include "monitoring/alarms/alarm.h"

#include <gtest/gtest.h>

#include "monitoring/alarms/simple_alarm.h"

namespace stator::monitoring::alarms {
namespace {

TEST(AlarmConfiguration, Limits) {
  Configuration configuration = simple("a");
  const auto problem = [&](std::int64_t period, std::int64_t periods) {
    configuration.stat->period_seconds = period;
    configuration.periods = periods;
    return problem_of(configuration).value_or("");
  };
  for (std::int64_t period : {10, 20, 30, 60, 120, 86'400}) EXPECT_EQ(problem(period, 1), "") << period;
  for (std::int64_t period : {1, 5, 15, 40, 61, 90})
    EXPECT_EQ(problem(period, 1), "Period must be 10, 20, 30 or a multiple of 60") << period;
  EXPECT_EQ(problem(10, 8640), "");
  EXPECT_TRUE(problem(10, 8641).starts_with("Metrics cannot be checked across more than a day"));
  EXPECT_EQ(problem(3540, 24), "");
  EXPECT_TRUE(problem(3540, 25).starts_with("Metrics cannot be checked across more than a day"));
  EXPECT_EQ(problem(3600, 168), "");
  EXPECT_TRUE(problem(3600, 169).starts_with("Metrics cannot be checked across more than a week"));
  EXPECT_TRUE(problem(604'860, 1).starts_with("Metrics cannot be checked across more than a week"));
  EXPECT_TRUE(problem(60, INT32_MAX).starts_with("Metrics cannot be checked across more than a day"));
  configuration.to_alarm = 2;
  EXPECT_EQ(problem(60, 2), "");
  EXPECT_EQ(problem(60, 1), "DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  configuration.stat->statistic = "p99.9";
  EXPECT_EQ(problem(60, 2), "");
  configuration.stat->statistic = "Median";
  EXPECT_EQ(problem(60, 2), "Invalid statistic: Median");
}

class AlarmQueries : public ::testing::Test {
 protected:
  static MetricQuery metric(std::string id) {
    MetricQuery query;
    query.id = std::move(id);
    query.stat = MetricStat{{"N", "m", {}}, 300, "Sum", ""};
    query.returns_data = false;
    return query;
  }
  static MetricQuery expression(std::string id, std::string text) {
    MetricQuery query;
    query.id = std::move(id);
    query.expression = std::move(text);
    return query;
  }
  static Configuration on(std::vector<MetricQuery> queries) {
    Configuration configuration = simple("a");
    configuration.stat.reset();
    configuration.queries = std::move(queries);
    return configuration;
  }
  static std::string problem(std::vector<MetricQuery> queries) {
    return problem_of(on(std::move(queries))).value_or("");
  }
};

TEST_F(AlarmQueries, Accepted) {
  const Configuration configuration = on({expression("e1", "m1 * 2"), metric("m1")});
  EXPECT_FALSE(problem_of(configuration));
  EXPECT_EQ(period_of(configuration), 300);
  EXPECT_EQ(watched(configuration), nullptr);
  EXPECT_EQ(rules_of(configuration).statistic, "");
  MetricQuery alone = metric("m1");
  alone.returns_data.reset();
  ASSERT_NE(watched(on({alone})), nullptr);
  EXPECT_EQ(problem({alone}), "");
  MetricQuery timed = expression("e1", "TIME_SERIES(5)");
  timed.period_seconds = 60;
  EXPECT_EQ(problem({timed}), "");
  EXPECT_EQ(period_of(on({timed})), 60);
}

TEST_F(AlarmQueries, Refused) {
  EXPECT_EQ(problem({}), "Exactly one element of the metrics list should return data.");
  EXPECT_EQ(problem({metric("m1")}), "Exactly one element of the metrics list should return data.");
  EXPECT_EQ(problem({expression("e1", "m1"), expression("e2", "m1"), metric("m1")}),
            "Exactly one element of the metrics list should return data.");
  EXPECT_EQ(problem({expression("e1", "TIME_SERIES(5)")}), "Period must not be null");
  EXPECT_EQ(problem({expression("e1", "SUM(SEARCH('m', 'Sum', 60))"), metric("m1")}),
            "SEARCH is not supported on Metric Alarms.");
  EXPECT_NE(problem({expression("e1", "m1 *"), metric("m1")}), "");
  EXPECT_NE(problem({expression("e1", "m2"), metric("m1")}), "");
  EXPECT_NE(problem({expression("e1", "e1"), metric("m1")}), "");
  MetricQuery both = metric("m1");
  both.expression = "1";
  MetricQuery neither = metric("m1");
  neither.stat.reset();
  MetricQuery bad = metric("m1");
  bad.stat->statistic = "Median";
  for (const MetricQuery& query : {both, neither, bad, metric("M1"), metric("e1")})
    EXPECT_EQ(problem({expression("e1", "TIME_SERIES(5)"), query}), "Invalid metrics list");
  bad = metric("m1");
  bad.stat->period_seconds = 15;
  EXPECT_EQ(problem({expression("e1", "m1"), bad}), "Period must be 10, 20, 30 or a multiple of 60");
}

TEST_F(AlarmQueries, Limits) {
  const auto many = [&](std::size_t metrics, std::size_t expressions) {
    std::vector<MetricQuery> queries{expression("e0", "m0")};
    for (std::size_t i = 0; i < metrics; ++i) queries.push_back(metric("m" + std::to_string(i)));
    for (std::size_t i = 1; i < expressions; ++i) {
      queries.push_back(expression("e" + std::to_string(i), "m0"));
      queries.back().returns_data = false;
    }
    return problem(std::move(queries));
  };
  EXPECT_EQ(many(10, 10), "");
  EXPECT_EQ(many(11, 1), "The metrics list must not have more than 10 metrics.");
  EXPECT_EQ(many(10, 11), "The metrics list must not have more than 20 elements.");
}

TEST(AlarmConfiguration, DynamoDbIgnoresMissingDataByDefault) {
  Configuration configuration = simple("a");
  EXPECT_EQ(rules_of(configuration).missing, MissingData::kMissing);
  configuration.stat->metric.name_space = "AWS/DynamoDB";
  EXPECT_EQ(rules_of(configuration).missing, MissingData::kIgnore);
  configuration.missing = MissingData::kNotBreaching;
  EXPECT_EQ(rules_of(configuration).missing, MissingData::kNotBreaching);
}

TEST(AlarmConfiguration, PercentilesWithFewSamples) {
  Configuration configuration = simple("a");
  configuration.low_samples = "ignore";
  EXPECT_FALSE(rules_of(configuration).significant_percentile);
  configuration.stat->statistic = "p99.5";
  EXPECT_DOUBLE_EQ(rules_of(configuration).significant_percentile.value_or(0), 0.995);
  configuration.low_samples = "evaluate";
  EXPECT_FALSE(rules_of(configuration).significant_percentile);
}

}  // namespace
}  // namespace stator::monitoring::alarms
