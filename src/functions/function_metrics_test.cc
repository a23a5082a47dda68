#include "functions/function_metrics.h"

#include <gtest/gtest.h>

namespace stator::functions {
namespace {

using namespace std::chrono_literals;

Function function(const char* name) {
  Function made;
  made.scope = {"000000000000", "eu-west-1"};
  made.name = name;
  return made;
}

std::string text(const FunctionMetrics& metrics) {
  metrics::Exposition out(metrics::Exposition::Format::kPrometheus);
  metrics.write(&out);
  return std::move(out).finish();
}

TEST(FunctionMetrics, WindowsAreTakenOnce) {
  FunctionMetrics metrics;
  metrics.begin(function("f"));
  metrics.begin(function("f"));
  metrics.end(function("f"), FunctionMetrics::Result::kError, 2ms);
  metrics.end(function("f"), FunctionMetrics::Result::kDone, 4ms);
  metrics.begin(function("f"));
  metrics.end(function("f"), FunctionMetrics::Result::kThrottled, 0ms);
  const auto windows = metrics.take_windows();
  ASSERT_EQ(windows.size(), 1u);
  EXPECT_EQ(windows[0].invocations, 2u);
  EXPECT_EQ(windows[0].errors, 1u);
  EXPECT_EQ(windows[0].throttles, 1u);
  EXPECT_EQ(windows[0].duration_millis.sum(), 6);
  EXPECT_EQ(windows[0].running.maximum(), 2);
  EXPECT_TRUE(metrics.take_windows().empty());
}

TEST(FunctionMetrics, DeletedWhileItRuns) {
  FunctionMetrics metrics;
  metrics.begin(function("gone"));
  metrics.forget(function("gone"));
  metrics.end(function("gone"), FunctionMetrics::Result::kDone, 1ms);
  EXPECT_EQ(text(metrics).find("gone"), std::string::npos);
  EXPECT_TRUE(metrics.take_windows().empty());
}

TEST(FunctionMetrics, BeyondTheLimitTogether) {
  FunctionMetrics metrics;
  for (std::size_t i = 0; i <= FunctionMetrics::kMaxFunctions; ++i) {
    const std::string name = "f" + std::to_string(i);
    metrics.begin(function(name.c_str()));
    metrics.end(function(name.c_str()), FunctionMetrics::Result::kDone, 1ms);
  }
  EXPECT_EQ(metrics.take_windows().size(), FunctionMetrics::kMaxFunctions);
  EXPECT_NE(text(metrics).find("function=\"(other)\""), std::string::npos);
}

}  // namespace
}  // namespace stator::functions
