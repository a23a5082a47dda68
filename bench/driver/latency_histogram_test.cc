#include "driver/latency_histogram.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

TEST(LatencyHistogramTest, EmptyIsZero) {
  const LatencyHistogram histogram;
  EXPECT_EQ(histogram.quantile_ns(0.5), 0);
  EXPECT_EQ(histogram.mean_ns(), 0);
}

TEST(LatencyHistogramTest, QuantilesAreWithinOnePercent) {
  LatencyHistogram histogram;
  constexpr int kCount = 100'000;
  for (int i = 1; i <= kCount; ++i) histogram.add(i * 1000);
  EXPECT_EQ(histogram.count(), kCount);
  for (const double fraction : {0.001, 0.01, 0.5, 0.99, 0.999}) {
    const double exact = fraction * kCount * 1000;
    EXPECT_NEAR(static_cast<double>(histogram.quantile_ns(fraction)), exact, exact * 0.01) << fraction;
  }
  EXPECT_EQ(histogram.quantile_ns(1), kCount * 1000);
  EXPECT_EQ(histogram.max_ns(), kCount * 1000);
  EXPECT_DOUBLE_EQ(histogram.mean_ns(), (kCount + 1) / 2.0 * 1000);
}

TEST(LatencyHistogramTest, EveryMagnitudeHasItsBucket) {
  for (std::int64_t value = 1; value < 2'000'000'000'000; value *= 3) {
    LatencyHistogram histogram;
    histogram.add(value);
    histogram.add(1'999'999'999'999);
    EXPECT_NEAR(static_cast<double>(histogram.quantile_ns(0.4)), static_cast<double>(value),
                static_cast<double>(value) * 0.01);
  }
}

TEST(LatencyHistogramTest, BeyondTheLastBucketCountsAsTheMaximum) {
  LatencyHistogram histogram;
  histogram.add(-5);
  histogram.add(INT64_MAX);
  EXPECT_EQ(histogram.quantile_ns(0), 0);
  EXPECT_EQ(histogram.max_ns(), INT64_MAX);
}

TEST(LatencyHistogramTest, Sum) {
  LatencyHistogram a, b;
  a.add(100);
  b.add(300);
  b.add(200);
  a.add(b);
  EXPECT_EQ(a.count(), 3u);
  EXPECT_EQ(a.max_ns(), 300);
  EXPECT_DOUBLE_EQ(a.mean_ns(), 200);
  EXPECT_NEAR(static_cast<double>(a.quantile_ns(0.5)), 200, 2);
}

}  // namespace
}  // namespace stator::bench
