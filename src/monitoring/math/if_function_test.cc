#include "monitoring/math/if_function.h"

#include <gtest/gtest.h>

#include "monitoring/math/test_math.h"

namespace stator::monitoring::math {
namespace {

// The tables of "Using IF expressions".
TEST(If, TablesOfTheGuide) {
  TestMath math;
  math.metric("metric1", "1 1 0 0 -");
  math.metric("metric2", "30 - 0 0 30");
  math.metric("metric3", "0 0 20 - 20");
  EXPECT_EQ(math("IF(metric1, metric2, metric3)"), "30 0 20 - -");
  EXPECT_EQ(math("IF(metric1, 5, metric3)"), "5 5 20 - -");
  EXPECT_EQ(math("IF(metric1, metric2, 5)"), "30 0 5 5 -");
  EXPECT_EQ(math("IF(metric1, metric2)"), "30 0 - - -");
  EXPECT_EQ(math("IF(metric1, 5)"), "5 5 - - -");
  EXPECT_EQ(math("IF(metric1, 1, 2)"), "1 1 2 2 -");
}

TEST(If, UseCasesOfTheGuide) {
  TestMath math;
  math.metric("metric1", "100 500 - 399 400");
  math.metric("threshold", "50 600 1 400 400");
  EXPECT_EQ(math("IF(metric1<400, metric1)"), "100 - - 399 -");
  EXPECT_EQ(math("IF(metric1<400, 10, 2)"), "10 2 - 10 2");
  EXPECT_EQ(math("IF(metric1>threshold, 1, 0)"), "1 0 0 0 0");
  EXPECT_EQ(math("IF(DAY(metric1)<6, metric1)"), "100 500 0 399 400");  // 1 January 1970 was a Thursday
}

TEST(If, ANumberChoosesOneSide) {
  TestMath math;
  math.metric("m1", "1 2 3 - -");
  math.metric("m2", "- - - 8 9");
  EXPECT_EQ(math("IF(AVG(m1) > 1, m1, m2)"), "1 2 3 - -");
  EXPECT_EQ(math("IF(AVG(m1) > 9, m1, m2)"), "- - - 8 9");
  EXPECT_EQ(math("IF(0, m1)"), "- - - - -");
  EXPECT_EQ(math("IF(-1, m1)"), "1 2 3 - -");
  EXPECT_EQ(math("IF(0, m1, 5)"), "5 5 5 5 5");
  EXPECT_EQ(math("IF(1, 6, m1)"), "6 6 6 6 6");
  EXPECT_EQ(math("IF(1, 6, 7)"), "6");
  EXPECT_EQ(math("IF(1/0, m1, m2)"), "- - - - -");
}

TEST(If, NoArrays) {
  TestMath math;
  math.metric("m1", "1");
  EXPECT_EQ(math("IF([m1], m1)"), "Unsupported operand type(s) for IF: '[TimeSeries[], TimeSeries]'");
  EXPECT_EQ(math("IF(m1, [m1], 1)"),
            "Unsupported operand type(s) for IF: '[TimeSeries, TimeSeries[], Scalar]'");
  EXPECT_EQ(math("IF(1, 2, [m1])"), "Unsupported operand type(s) for IF: '[Scalar, Scalar, TimeSeries[]]'");
}

}  // namespace
}  // namespace stator::monitoring::math
