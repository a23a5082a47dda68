#include "monitoring/math/operators.h"

#include <gtest/gtest.h>

#include "monitoring/math/test_math.h"

namespace stator::monitoring::math {
namespace {

TEST(Operators, MissingValuesAreZero) {
  TestMath math;
  math.metric("m1", "1 2 - 4 -");
  math.metric("m2", "10 - 30 40 -");
  EXPECT_EQ(math("m1 + m2"), "11 2 30 44 -");
  EXPECT_EQ(math("m1 - m2"), "-9 2 -30 -36 -");
  EXPECT_EQ(math("m1 * m2"), "10 0 0 160 -");
  EXPECT_EQ(math("m2 ^ m1"), "10 0 1 2.56e+06 -");
  EXPECT_EQ(math("-m1"), "-1 -2 - -4 -");
  EXPECT_EQ(math("5 * m1"), "5 10 - 20 -");
  EXPECT_EQ(math("m1 / 2"), "0.5 1 - 2 -");
  EXPECT_EQ(math("8 / m1"), "8 4 - 2 -");
}

TEST(Operators, DivisionsByZeroAreDropped) {
  TestMath math;
  math.metric("m1", "1 2 - 4 0");
  math.metric("m2", "10 - 30 0 0");
  EXPECT_EQ(math("m1 / m2"), "0.1 - 0 - -");
  EXPECT_TRUE(math.evaluate("m1 / m2")->dropped_points);
  EXPECT_FALSE(math.evaluate("m1 + m2")->dropped_points);
  EXPECT_EQ(math("m1 / 0"), "- - - - -");
  EXPECT_EQ(math("m1 * (1 / 0)"), "- - - - -");
  EXPECT_EQ(math("m1 > (1 / 0)"), "- - - - -");
  EXPECT_EQ(math("(0 - m1) ^ 0.5"), "- - - - 0");  // no number
  EXPECT_EQ(math("(m1 * 1e300) * 1e300"), "- - - - 0");
}

// The table of "Comparison and logical operators".
TEST(Operators, ComparisonsOfTheGuide) {
  TestMath math;
  math.end = 4 * 60;
  math.metric("metric1", "30 20 0 0");
  math.metric("metric2", "20 - 20 -");
  EXPECT_EQ(math("(metric1 < metric2)"), "0 0 1 0");
  EXPECT_EQ(math("(metric1 >= 30)"), "1 0 0 0");
  EXPECT_EQ(math("(metric1 > 15 AND metric2 > 15)"), "1 0 0 0");
}

TEST(Operators, ComparisonsAndLogic) {
  TestMath math;
  math.end = 3 * 60;
  math.metric("m1", "1 2 3");
  EXPECT_EQ(math("m1 == 2"), "0 1 0");
  EXPECT_EQ(math("m1 != 2"), "1 0 1");
  EXPECT_EQ(math("m1 < 2"), "1 0 0");
  EXPECT_EQ(math("m1 <= 2"), "1 1 0");
  EXPECT_EQ(math("m1 > 2"), "0 0 1");
  EXPECT_EQ(math("2 > m1"), "1 0 0");
  EXPECT_EQ(math("m1 == 1 || m1 == 3"), "1 0 1");
  EXPECT_EQ(math("m1 > 1 && m1 < 3"), "0 1 0");
  EXPECT_EQ(math("-1 AND 2"), "1");  // any value but 0 is true
  EXPECT_EQ(math("0 OR 0"), "0");
  EXPECT_EQ(math("3 >= 3"), "1");
}

TEST(Operators, Arrays) {
  TestMath math;
  math.end = 2 * 60;
  math.metric("m1", "1 2");
  math.metric("m2", "10 -");
  math.metric("m3", "2 4");
  EXPECT_EQ(math("[m1, m2] * 100"), "[100 200; 1000 -]");
  EXPECT_EQ(math("100 / [m1, m2]"), "[100 50; 10 -]");
  EXPECT_EQ(math("[m1, m2] / m3"), "[0.5 0.5; 5 0]");
  EXPECT_EQ(math("m3 - [m1, m2]"), "[1 2; -8 4]");
  EXPECT_EQ(math("-[m1, m2]"), "[-1 -2; -10 -]");
  EXPECT_EQ(math("[m1, m2] > 1"), "[0 1; 1 -]");
  EXPECT_EQ(math("[m1, [m2, m3]] + 0"), "[1 2; 10 -; 2 4]");
  EXPECT_EQ(math("SUM(100/[m1, m2])"), "110 50");
  EXPECT_EQ(math("AVG([m1,m2]/m3)"), "2.75 0.25");
  EXPECT_EQ(math("METRICS()*100"), "[100 200; 1000 -; 200 400]");
  EXPECT_EQ(math("[m1, m2] + [m1, m2]"), "Unsupported operand type(s) for +: '[TimeSeries[], TimeSeries[]]'");
  EXPECT_EQ(math("[m1, 1]"), "Unsupported operand type(s) for []: '[Scalar]'");
}

TEST(Operators, LabelsOfArraysStay) {
  TestMath math;
  math.metric("m1", "1");
  math.metric("m2", "2");
  const auto evaluation = math.evaluate("m1 - [m1, m2]");
  ASSERT_TRUE(evaluation.ok());
  const auto& array = std::get<SeriesArray>(evaluation->value);
  EXPECT_EQ(array[0].id, "m1");
  EXPECT_EQ(array[1].id, "m2");
}

TEST(Operators, DifferentPeriods) {
  TestMath math;
  math.metric("m1", "1 2 3 4 5");
  math.metric("m2", "10 20", 120);
  EXPECT_EQ(math("m1 + m2"), "11 2 23 4 5");
}

}  // namespace
}  // namespace stator::monitoring::math
