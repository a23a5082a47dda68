// What makes series without gaps: FILL, the functions of times, TIME_SERIES.
#include <gtest/gtest.h>

#include "monitoring/math/test_math.h"

namespace stator::monitoring::math {
namespace {

class Gaps : public ::testing::Test {
 protected:
  Gaps() {
    math.metric("m1", "- 10 - - 40");
    math.metric("m2", "- - 7 - -");
    math.metric("nothing", "");
  }

  TestMath math;
};

TEST_F(Gaps, Fill) {
  EXPECT_EQ(math("FILL(m1, 0)"), "0 10 0 0 40");
  EXPECT_EQ(math("FILL(m1,-1.5)"), "-1.5 10 -1.5 -1.5 40");
  EXPECT_EQ(math("FILL(m1, MIN(m1))"), "10 10 10 10 40");
  EXPECT_EQ(math("FILL(m1, m2)"), "- 10 7 - 40");
  EXPECT_EQ(math("FILL(m1, REPEAT)"), "- 10 10 10 40");
  EXPECT_EQ(math("FILL(m2, REPEAT)"), "- - 7 7 7");
  EXPECT_EQ(math("FILL(m1, LINEAR)"), "- 10 20 30 40");
  EXPECT_EQ(math("FILL(m2, LINEAR)"), "- - 7 - -");
  EXPECT_EQ(math("FILL(nothing, 3)"), "3 3 3 3 3");
  EXPECT_EQ(math("FILL(nothing, LINEAR)"), "- - - - -");
  EXPECT_EQ(math("FILL(METRICS(), 0)"), "[0 10 0 0 40; 0 0 7 0 0; 0 0 0 0 0]");
  EXPECT_EQ(math("FILL(METRICS(\"m\"), m1)"), "[- 10 - - 40; - 10 7 - 40]");
  EXPECT_EQ(math("FILL(m1, AVG(nothing))"), "- 10 - - 40");
  EXPECT_EQ(math("FILL(1, 2)"), "Unsupported operand type(s) for FILL: '[Scalar, Scalar]'");
  EXPECT_EQ(math("FILL(1, REPEAT)"), "Unsupported operand type(s) for FILL: '[Scalar]'");
  EXPECT_EQ(math("FILL(m1, [m1])"), "Unsupported operand type(s) for FILL: '[TimeSeries, TimeSeries[]]'");
}

TEST_F(Gaps, FillKeepsStepWithTheSeries) {
  math.start = 30;
  math.end = 330;
  const auto filled = math.evaluate("FILL(m1, 0)");
  ASSERT_TRUE(filled.ok());
  EXPECT_EQ(std::get<Series>(filled->value).points,
            (std::vector<Point>{{60, 10}, {120, 0}, {180, 0}, {240, 40}, {300, 0}}));
}

TEST_F(Gaps, Periods) {
  math.metric("slow", "1 - 3", 120);
  EXPECT_EQ(math("FILL(slow, 0)"), "1 0 3");
  EXPECT_EQ(math("MINUTE(slow)"), "0 2 4");
  math.period = 100;
  EXPECT_EQ(math("TIME_SERIES(10)"), "10 10 10");
}

TEST_F(Gaps, TimeSeries) {
  EXPECT_EQ(math("TIME_SERIES(10)"), "10 10 10 10 10");
  EXPECT_EQ(math("TIME_SERIES(MAX(m1))"), "40 40 40 40 40");
  EXPECT_EQ(math("TIME_SERIES(1 / 0)"), "- - - - -");
  EXPECT_EQ(math("TIME_SERIES(m1)"), "Unsupported operand type(s) for TIME_SERIES: '[TimeSeries]'");
}

TEST_F(Gaps, Times) {
  // Thursday, 29 February 2024, 23:58 UTC
  math.start = 1'709'251'080;
  math.end = math.start + 5 * 60;
  math.metric("m3", "");
  EXPECT_EQ(math("MINUTE(m3)"), "58 59 0 1 2");
  EXPECT_EQ(math("HOUR(m3)"), "23 23 0 0 0");
  EXPECT_EQ(math("DAY(m3)"), "4 4 5 5 5");
  EXPECT_EQ(math("DATE(m3)"), "29 29 1 1 1");
  EXPECT_EQ(math("MONTH(m3)"), "2 2 3 3 3");
  EXPECT_EQ(math("YEAR(m3)"), "2024 2024 2024 2024 2024");
  EXPECT_EQ(math("EPOCH(m3) - 1709251080"), "0 60 120 180 240");
  EXPECT_EQ(math("DAY([m3])"), "Unsupported operand type(s) for DAY: '[TimeSeries[]]'");
}

TEST_F(Gaps, Sunday) {
  math.start = 1'709'424'000;  // 3 March 2024
  math.end = math.start + 5 * 60;
  EXPECT_EQ(math("DAY(nothing)"), "7 7 7 7 7");
}

TEST_F(Gaps, BeforeTheEpoch) {
  math.start = -60;
  math.end = 60;
  EXPECT_EQ(math("MINUTE(nothing)"), "59 0");
  EXPECT_EQ(math("HOUR(nothing)"), "23 0");
  EXPECT_EQ(math("YEAR(nothing)"), "1969 1970");
}

TEST_F(Gaps, NoRange) {
  math.end = math.start;
  EXPECT_EQ(math("TIME_SERIES(1)"), "");
  EXPECT_EQ(math("FILL(nothing, 1)"), "");
}

}  // namespace
}  // namespace stator::monitoring::math
