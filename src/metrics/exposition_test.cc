#include "metrics/exposition.h"

#include <gtest/gtest.h>

namespace stator::metrics {
namespace {

using namespace std::chrono_literals;

TEST(ExpositionTest, Prometheus) {
  Exposition out(Exposition::Format::kPrometheus);
  out.counter("stator_flushes", "Flushes.", 3);
  out.family("stator_cache_bytes", Type::kGauge, "Bytes.");
  out.sample({{"cache", "block"}, {"empty", ""}}, 0.5);
  out.sample({{"cache", "a\\b\"c\nd"}}, 1e18);
  EXPECT_EQ(std::move(out).finish(),
            "# HELP stator_flushes_total Flushes.\n"
            "# TYPE stator_flushes_total counter\n"
            "stator_flushes_total 3\n"
            "# HELP stator_cache_bytes Bytes.\n"
            "# TYPE stator_cache_bytes gauge\n"
            "stator_cache_bytes{cache=\"block\"} 0.5\n"
            "stator_cache_bytes{cache=\"a\\\\b\\\"c\\nd\"} 1e+18\n");
}

TEST(ExpositionTest, OpenMetrics) {
  Exposition out(Exposition::Format::kOpenMetrics);
  out.counter("stator_flushes", "Flushes.", 3);
  EXPECT_EQ(std::move(out).finish(),
            "# HELP stator_flushes Flushes.\n# TYPE stator_flushes counter\nstator_flushes_total 3\n# EOF\n");
}

TEST(ExpositionTest, Histogram) {
  TimeHistogram histogram;
  histogram.add(25us);  // a bound belongs to its bucket
  histogram.add(25us + 1ns);
  histogram.add(1h);
  Exposition out(Exposition::Format::kPrometheus);
  out.family("t_seconds", Type::kHistogram, "T.");
  out.sample({{"a", "b"}}, histogram);
  const std::string text = std::move(out).finish();
  for (const char* line :
       {"t_seconds_bucket{a=\"b\",le=\"2.5e-05\"} 1\n", "t_seconds_bucket{a=\"b\",le=\"5e-05\"} 2\n",
        "t_seconds_bucket{a=\"b\",le=\"10\"} 2\n", "t_seconds_bucket{a=\"b\",le=\"+Inf\"} 3\n",
        "t_seconds_sum{a=\"b\"} 3600.000050001\n", "t_seconds_count{a=\"b\"} 3\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(TimeHistogramTest, AddsUp) {
  TimeHistogram a, b;
  a.add(1ms);
  b.add(1ms);
  b.add(20s);
  a.add(b);
  EXPECT_EQ(a.total(), 3u);
  EXPECT_EQ(a.counts().back(), 1u);
  EXPECT_DOUBLE_EQ(a.sum_seconds(), 20.002);
}

}  // namespace
}  // namespace stator::metrics
