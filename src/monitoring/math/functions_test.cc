// The functions of series and of arrays of series.
#include <gtest/gtest.h>

#include "monitoring/math/test_math.h"

namespace stator::monitoring::math {
namespace {

class Functions : public ::testing::Test {
 protected:
  Functions() {
    math.metric("m1", "1 - 3 8 -");
    math.metric("m2", "2 4 - 0 -");
    math.metric("nothing", "");
  }

  TestMath math;
};

TEST_F(Functions, EachPoint) {
  math.metric("m3", "-1.5 1.5 0 10 100");
  EXPECT_EQ(math("ABS(m3)"), "1.5 1.5 0 10 100");
  EXPECT_EQ(math("ABS(m1-m2)"), "1 4 3 8 -");
  EXPECT_EQ(math("CEIL(m3)"), "-1 2 0 10 100");
  EXPECT_EQ(math("FLOOR(m3)"), "-2 1 0 10 100");
  EXPECT_EQ(math("LOG10(m3)"), "- 0.176091 - 1 2");
  EXPECT_EQ(math("LOG(m1)"), "0 - 1.09861 2.07944 -");
  EXPECT_EQ(math("MIN(ABS([m1, -m2]))"), "1 4 3 0 -");
  EXPECT_EQ(math("CEIL([m1, m2] / 2)"), "[1 - 2 4 -; 1 2 - 0 -]");
}

TEST_F(Functions, Differences) {
  EXPECT_EQ(math("DIFF(m1)"), "- - 2 5 -");
  EXPECT_EQ(math("DIFF_TIME(m1)"), "- - 120 60 -");
  EXPECT_EQ(math("RATE(m1 * 60)"), "- - 1 5 -");
  EXPECT_EQ(math("DIFF(nothing)"), "- - - - -");
  EXPECT_EQ(math("RUNNING_SUM(m1)"), "1 - 4 12 -");
  EXPECT_EQ(math("RUNNING_SUM([m1,m2])"), "[1 - 4 12 -; 2 6 - 6 -]");
  EXPECT_EQ(math("RATE([m1, m1])"), "[- - 0.0166667 0.0833333 -; - - 0.0166667 0.0833333 -]");
}

TEST_F(Functions, NumbersAreNoSeries) {
  for (const char* name : {"ABS",   "CEIL",      "FLOOR",        "LOG",          "LOG10",
                           "DIFF",  "DIFF_TIME", "RATE",         "RUNNING_SUM",  "AVG",
                           "SUM",   "MIN",       "MAX",          "STDDEV",       "DATAPOINT_COUNT",
                           "FIRST", "LAST",      "METRIC_COUNT", "REMOVE_EMPTY", "MINUTE",
                           "EPOCH"}) {
    EXPECT_EQ(math(fmt::format("{}(1)", name)),
              fmt::format("Unsupported operand type(s) for {}: '[Scalar]'", name));
  }
}

TEST_F(Functions, AggregatesOfASeries) {
  EXPECT_EQ(math("SUM(m1)"), "12");
  EXPECT_EQ(math("AVG(m1)"), "4");
  EXPECT_EQ(math("MIN(m1)"), "1");
  EXPECT_EQ(math("MAX(m1)"), "8");
  EXPECT_EQ(math("DATAPOINT_COUNT(m1)"), "3");
  math.metric("m5", "2 4 4 4 5 5 7 9");
  EXPECT_EQ(math("STDDEV(m5)"), "2");
  EXPECT_EQ(math("STDDEV(m1 * 0)"), "0");
  EXPECT_EQ(math("m1 - AVG(m1)"), "-3 - -1 4 -");
  EXPECT_EQ(math("MAX(m1)/m1"), "8 - 2.66667 1 -");
}

TEST_F(Functions, AggregatesOfNothing) {
  EXPECT_EQ(math("SUM(nothing)"), "0");
  EXPECT_EQ(math("DATAPOINT_COUNT(nothing)"), "0");
  for (const char* name : {"AVG", "MIN", "MAX", "STDDEV"})
    EXPECT_EQ(math(fmt::format("m1 * {}(nothing)", name)), "- - - - -") << name;
}

TEST_F(Functions, AggregatesOfAnArray) {
  EXPECT_EQ(math("SUM([m1,m2])"), "3 4 3 8 -");
  EXPECT_EQ(math("AVG([m1,m2])"), "1.5 2 1.5 4 -");  // "missing values are treated as 0"
  EXPECT_EQ(math("MIN([m1,m2])"), "1 4 3 0 -");
  EXPECT_EQ(math("MAX([m1,m2])"), "2 4 3 8 -");
  EXPECT_EQ(math("STDDEV([m1,m2])"), "0.5 0 0 4 -");
  EXPECT_EQ(math("DATAPOINT_COUNT([m1,m2])"), "2 1 1 2 -");
  EXPECT_EQ(math("SUM([m1])"), "1 - 3 8 -");
  EXPECT_EQ(math("SUM(METRICS())/SUM(m1)*12"), "3 4 3 8 -");
}

TEST_F(Functions, Metrics) {
  math.metric("errors_4xx", "1");
  math.metric("errors_5xx", "2");
  math.expression("errors_of_all", series_of("errors_of_all", "100"));
  EXPECT_EQ(math("SUM(METRICS(\"errors\"))"), "3 - - - -");
  EXPECT_EQ(math("SUM([METRICS(\"4xx\"), METRICS('5xx')])"), "3 - - - -");
  EXPECT_EQ(math("METRIC_COUNT(METRICS())"), "5");
  EXPECT_EQ(math("METRIC_COUNT(METRICS(\"\"))"), "5");
  EXPECT_EQ(math("METRIC_COUNT(METRICS(\"ERRORS\"))"), "0");
  EXPECT_EQ(math("SUM(METRICS(\"none\"))"), "- - - - -");
  EXPECT_EQ(math("errors_of_all + 1"), "101 - - - -");
  EXPECT_EQ(math("METRIC_COUNT(m1)"), "Unsupported operand type(s) for METRIC_COUNT: '[TimeSeries]'");
}

TEST_F(Functions, Period) {
  math.metric("slow", "1 2", 300);
  math.expression("e1", series_of("e1", "1 2"));
  EXPECT_EQ(math("PERIOD(m1)"), "60");
  EXPECT_EQ(math("m1*PERIOD(slow)"), "300 - 900 2400 -");
  EXPECT_EQ(math("PERIOD(e1)"), "The argument of PERIOD must be the Id of a metric: e1");
  EXPECT_EQ(math("PERIOD(m9)"), "Undefined variable: m9");
  EXPECT_EQ(math("m9"), "Undefined variable: m9");
}

TEST_F(Functions, PartsOfArrays) {
  EXPECT_EQ(math("FIRST([m1, m2])"), "1 - 3 8 -");
  EXPECT_EQ(math("LAST([m1, m2])"), "2 4 - 0 -");
  EXPECT_EQ(math("FIRST(METRICS(\"none\"))"), "- - - - -");
  EXPECT_EQ(math("FIRST(m1)"), "Unsupported operand type(s) for FIRST: '[TimeSeries]'");
  EXPECT_EQ(math("REMOVE_EMPTY([nothing, m1, nothing])"), "[1 - 3 8 -]");
  math.metric("a", "1");
  math.metric("b", "2");
  math.metric("c", "3");
  EXPECT_EQ(math("SUM(SLICE([a, b, c], 0, 2))"), "3 - - - -");
  EXPECT_EQ(math("SUM(SLICE([a, b, c], 1))"), "5 - - - -");
  EXPECT_EQ(math("SUM(SLICE([a, b, c], 1, 2))"), "2 - - - -");
  EXPECT_EQ(math("METRIC_COUNT(SLICE([a, b, c], 0, 9))"), "3");
  EXPECT_EQ(math("METRIC_COUNT(SLICE([a, b, c], 3))"), "0");
  EXPECT_EQ(math("METRIC_COUNT(SLICE([a, b, c], 2, 1))"), "0");
  EXPECT_EQ(math("METRIC_COUNT(SLICE([a, b, c], -5, 1.9))"), "1");
  EXPECT_EQ(math("SLICE([a, b], a)"), "Unsupported operand type(s) for SLICE: '[TimeSeries]'");
}

TEST_F(Functions, Sort) {
  math.metric("a", "1 9");  // AVG 5
  math.metric("b", "7");    // AVG 7
  math.metric("c", "4 4");
  EXPECT_EQ(math("SORT([a, b, c], AVG, ASC)"), "[4 4 - - -; 1 9 - - -; 7 - - - -]");
  EXPECT_EQ(math("SORT([a, b, c], AVG, DESC)"), "[7 - - - -; 1 9 - - -; 4 4 - - -]");
  EXPECT_EQ(math("SORT([a, b, c], SUM, DESC, 1)"), "[1 9 - - -]");
  EXPECT_EQ(math("SORT([a, b, c], MIN, ASC, 2)"), "[1 9 - - -; 4 4 - - -]");
  EXPECT_EQ(math("SORT([a, b, c], MAX, ASC)"), "[4 4 - - -; 7 - - - -; 1 9 - - -]");
  EXPECT_EQ(math("FIRST(SORT([nothing, c], SUM, ASC))"), "4 4 - - -");
  EXPECT_EQ(math("FIRST(SORT([nothing, c], SUM, DESC))"), "4 4 - - -");
  EXPECT_EQ(math("METRIC_COUNT(SORT([a, b, c], SUM, DESC, 0))"), "0");
  EXPECT_EQ(math("SLICE(SORT([a, b, c], AVG, ASC), 2)"), "[7 - - - -]");
  EXPECT_EQ(math("SORT(a, AVG, ASC)"), "Unsupported operand type(s) for SORT: '[TimeSeries]'");
  EXPECT_EQ(math("SORT([a], AVG, ASC, a)"),
            "Unsupported operand type(s) for SORT: '[TimeSeries[], TimeSeries]'");
}

TEST_F(Functions, Search) {
  math.search_result({series_of("", "1 2"), series_of("", "3")});
  EXPECT_EQ(math("SUM(SEARCH('{AWS/Lambda, FunctionName} MetricName=\"Errors\"', 'Sum', 60))"), "4 2 - - -");
  math.searches[0].clear();
  EXPECT_EQ(math("SUM(SEARCH('x', 'Sum'))"), "- - - - -");
}

TEST_F(Functions, FinalResults) {
  EXPECT_FALSE(refused_as_result(math.evaluate("m1")->value));
  EXPECT_FALSE(refused_as_result(math.evaluate("[m1]")->value));
  const auto refused = refused_as_result(math.evaluate("AVG(m1)")->value);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->kind, MathError::Kind::kType);
}

TEST_F(Functions, PointsAreLimited) {
  math.end = 100 * 60;
  math.max_points = 101;  // with the number
  EXPECT_TRUE(math.evaluate("TIME_SERIES(1)").ok());
  math.max_points = 100;
  EXPECT_EQ(math.evaluate("TIME_SERIES(1)").error().kind, MathError::Kind::kTooLarge);
  math.end = std::int64_t{1} << 40;
  math.max_points = kMaxPoints;
  for (const char* text :
       {"TIME_SERIES(1)", "FILL(m1, 0)", "MINUTE(m1)", "FILL([m1, m2], REPEAT)", "IF(1, m1, 2)"})
    EXPECT_EQ(math.evaluate(text).error().kind, MathError::Kind::kTooLarge) << text;
}

// Each series of an array takes over the points of the other side.
TEST_F(Functions, ProductsAreLimited) {
  math.end = 1'000'000;
  std::string text = "TIME_SERIES(1) + [m1";
  while (text.size() + 4 < kMaxExpressionCharacters) text += ",m1";
  EXPECT_EQ(math.evaluate(text + "]").error().kind, MathError::Kind::kTooLarge);
}

}  // namespace
}  // namespace stator::monitoring::math
