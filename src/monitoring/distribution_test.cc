#include "monitoring/distribution.h"

#include <gtest/gtest.h>

#include <cmath>

#include "monitoring/statistic.h"

namespace stator::monitoring {
namespace {

std::optional<double> statistic(std::string_view name, const Distribution& values) {
  const auto parsed = Statistic::parse(name);
  EXPECT_TRUE(parsed) << name;
  return parsed ? parsed->of(values) : std::nullopt;
}

Distribution one_to(int last) {
  Distribution values;
  for (int i = 1; i <= last; ++i) values.add(i);
  return values;
}

Distribution reread(const Distribution& values) {
  const auto decoded = Distribution::decode(values.encode());
  EXPECT_TRUE(decoded);
  return decoded.value_or(Distribution());
}

TEST(Distribution, SimpleStatistics) {
  const Distribution values = one_to(10);
  EXPECT_EQ(statistic("SampleCount", values), 10);
  EXPECT_EQ(statistic("Sum", values), 55);
  EXPECT_EQ(statistic("Average", values), 5.5);
  EXPECT_EQ(statistic("Minimum", values), 1);
  EXPECT_EQ(statistic("Maximum", values), 10);
  EXPECT_FALSE(statistic("Average", Distribution()));
}

TEST(Distribution, Percentiles) {
  const Distribution values = one_to(100);
  EXPECT_EQ(statistic("p0", values), 1);
  EXPECT_EQ(statistic("p50", values), 50);
  EXPECT_EQ(statistic("p99", values), 99);
  EXPECT_EQ(statistic("p99.9", values), 100);
  EXPECT_EQ(statistic("p100", values), 100);
}

TEST(Distribution, CountsOfValues) {
  Distribution values;
  values.add(1, 99);
  values.add(1000);
  EXPECT_EQ(statistic("p99", values), 1);
  EXPECT_EQ(statistic("p99.5", values), 1000);
  EXPECT_EQ(statistic("SampleCount", values), 100);
}

// The examples of the definitions: "tm99 ignores the 1% of data points with the highest values".
TEST(Distribution, Trimmed) {
  const Distribution values = one_to(100);
  EXPECT_EQ(statistic("tm90", values), 45.5);         // 1 to 90
  EXPECT_EQ(statistic("TM(10%:90%)", values), 50.5);  // 11 to 90
  EXPECT_EQ(statistic("TM(:90%)", values), 45.5);
  EXPECT_EQ(statistic("TM(10%:)", values), 55.5);
  EXPECT_EQ(statistic("TM(80:100)", values), 90.5);  // more than 80, up to 100
  EXPECT_EQ(statistic("IQM", values), 50.5);
  EXPECT_EQ(statistic("tc90", values), 90);
  EXPECT_EQ(statistic("TC(:3)", values), 3);
  EXPECT_EQ(statistic("ts10", values), 55);
  EXPECT_EQ(statistic("wm90", values), (45.5 * 90 + 90 * 10) / 100);
  EXPECT_EQ(statistic("PR(:30)", values), 30);
  EXPECT_EQ(statistic("PR(20:30)", values), 10);
  EXPECT_FALSE(statistic("TM(1000:)", values));
  EXPECT_EQ(statistic("TC(1000:)", values), 0);
}

TEST(Statistic, RefusesOtherNames) {
  for (const char* name :
       {"", "average", "p", "p101", "p-1", "p1e1", "p50%", "pr50", "PR(10%:20%)", "tm", "tm(1)", "TM(:)",
        "TM(10%:20)", "TM(20:10)", "TM(101%:)", "p(10%:20%)", "xx90", "p99.9.9", "p 9"})
    EXPECT_FALSE(Statistic::parse(name)) << name;
  EXPECT_TRUE(Statistic::parse("p100"));
  EXPECT_TRUE(Statistic::parse("p" + std::string(60, '0') + "50"));
  EXPECT_FALSE(Statistic::parse("p" + std::string(62, '0') + "50"));
}

TEST(Distribution, SetsHaveNoPercentiles) {
  Distribution values;
  values.add_set(2, 30, 10, 20);
  EXPECT_EQ(statistic("Average", values), 15);
  EXPECT_FALSE(statistic("p50", values));
  values.add(5);
  EXPECT_EQ(statistic("Minimum", values), 5);
  EXPECT_FALSE(statistic("p50", values));
  EXPECT_EQ(statistic("SampleCount", reread(values)), 3);
  EXPECT_FALSE(statistic("p50", reread(values)));
}

// AWS: unless the sample count is 1, or the minimum and the maximum are equal.
TEST(Distribution, SetsOfOneValue) {
  Distribution values;
  values.add_set(1, 7, 7, 7);
  values.add_set(3, 27, 9, 9);
  EXPECT_EQ(statistic("p50", values), 9);
  EXPECT_EQ(statistic("p25", values), 7);
}

TEST(Distribution, StatisticsAreNumbers) {
  Distribution values;
  values.add_set(1e-320, 1e108, 0, 1e108);
  EXPECT_FALSE(statistic("Average", values));
  EXPECT_EQ(statistic("Sum", values), 1e108);
}

TEST(Distribution, NegativeValuesHaveNoPercentiles) {
  Distribution values;
  values.add(-1);
  values.add(2);
  EXPECT_FALSE(statistic("p50", values));
  EXPECT_EQ(statistic("Minimum", values), -1);
}

TEST(Distribution, ExactAtTheLimitAndCloseBehindIt) {
  Distribution exact = one_to(static_cast<int>(Distribution::kMaxValues));
  EXPECT_EQ(exact.values()->size(), Distribution::kMaxValues);
  EXPECT_EQ(statistic("p50", exact), 80);
  Distribution close = one_to(static_cast<int>(Distribution::kMaxValues) + 1);
  EXPECT_LE(close.values()->size(), Distribution::kMaxValues);
  EXPECT_EQ(statistic("Sum", close), 161 * 162 / 2);
  EXPECT_NEAR(*statistic("p50", close), 81, 0.81);
  EXPECT_EQ(statistic("p100", close), 161);
}

TEST(Distribution, ManyValuesStayClose) {
  Distribution values;
  for (int i = 1; i <= 100'000; ++i) values.add(i * 0.01);
  EXPECT_LE(values.values()->size(), Distribution::kMaxValues);
  EXPECT_EQ(values.samples(), 100'000);
  for (const double percent : {1.0, 50.0, 90.0, 99.0, 99.9})
    EXPECT_NEAR(*statistic("p" + std::to_string(percent), values), percent * 10, percent * 10 * 0.09)
        << percent;
  EXPECT_LT(values.encode().size(), 2600u);
}

TEST(Distribution, ValuesOfAllSizesFit) {
  Distribution values;
  for (int exponent = -360; exponent <= 360; ++exponent) {
    values.add(std::ldexp(1, exponent));
    values.add(-std::ldexp(1, exponent));
  }
  values.add(0);
  EXPECT_LE(values.values()->size(), Distribution::kMaxValues);
  EXPECT_EQ(values.samples(), 2 * 721 + 1);
  double before = -INFINITY, count = 0;
  for (const auto& value : *values.values()) {
    EXPECT_GT(value.value, before);
    before = value.value;
    count += value.count;
  }
  EXPECT_EQ(count, 2 * 721 + 1);
}

TEST(Distribution, AddsUpWhateverTheCoarseness) {
  const Distribution coarse = one_to(1000);
  Distribution fine;
  fine.add(3.25);
  fine.add(700.125);
  Distribution first = coarse, second = fine;
  first.add(fine);
  second.add(coarse);
  EXPECT_EQ(first.encode(), second.encode());
  EXPECT_EQ(first.samples(), 1002);
  double count = 0;
  for (const auto& value : *first.values()) count += value.count;
  EXPECT_EQ(count, 1002);
}

TEST(Distribution, IsKept) {
  Distribution single;
  single.add(5.5, 3);
  EXPECT_EQ(single.encode().size(), 18u);
  EXPECT_EQ(reread(single).encode(), single.encode());
  for (const int count : {2, 160, 161, 5000})
    EXPECT_EQ(reread(one_to(count)).encode(), one_to(count).encode());
}

TEST(Distribution, DamagedBytes) {
  const std::string bytes = one_to(3).encode();
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(Distribution::decode(bytes.substr(0, length))) << length;
  EXPECT_FALSE(Distribution::decode(bytes + "x"));
  std::string newer = bytes;
  newer[0] = 2;
  EXPECT_FALSE(Distribution::decode(newer));
}

}  // namespace
}  // namespace stator::monitoring
