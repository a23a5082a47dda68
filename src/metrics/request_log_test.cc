#include "metrics/request_log.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/log.h"

namespace stator::metrics {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> lines;

class RequestLogTest : public testing::Test {
 protected:
  RequestLogTest() {
    lines.clear();
    base::set_log_sink([](std::string_view line) { lines.emplace_back(line); });
  }
  ~RequestLogTest() override { base::set_log_sink(nullptr); }

  void finish(std::chrono::nanoseconds duration, int status = 200) {
    RequestRecord record;
    record.service = "dynamodb";
    record.operation = "Query";
    record.touch(7, "Music");
    record.consume("Music", 3, 0);
    record.request_bytes = 120;
    record.items = 25;
    record.access_key_id = "AKIA";
    log_.look_at({record, duration, status, "REQ1", "127.0.0.1:9"});
  }

  base::ManualClock clock_;
  RequestLog log_{clock_, [](std::uint32_t id) { return id == 7 ? "Music" : ""; }};
};

TEST_F(RequestLogTest, SlowFromTheLimitOn) {
  finish(1h);
  EXPECT_TRUE(lines.empty()) << "without a limit nothing is slow";
  log_.set_slow(10ms);
  finish(10ms - 1ns);
  EXPECT_TRUE(lines.empty());
  finish(10ms);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].substr(24),
            " warning requests: slow request operation=Query service=dynamodb table=Music duration_ms=10 "
            "status=200 request_id=REQ1 request_bytes=120 response_bytes=0 items=25 capacity_units=3 "
            "access_key_id=AKIA from=127.0.0.1:9 left_out=0");
}

TEST_F(RequestLogTest, FailuresOfTheServerAlways) {
  finish(1ms, 499);
  EXPECT_TRUE(lines.empty());
  finish(1ms, 500);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("failed request operation=Query"), std::string::npos);
}

TEST_F(RequestLogTest, ATorrentIsCutOff) {
  log_.set_slow(1ms);
  for (int i = 0; i < 2 * RequestLog::kMaxLinesASecond; ++i) finish(1s);
  EXPECT_EQ(lines.size(), static_cast<std::size_t>(RequestLog::kMaxLinesASecond));
  clock_.advance_micros(1'000'000);
  finish(1s);
  ASSERT_EQ(lines.size(), static_cast<std::size_t>(RequestLog::kMaxLinesASecond) + 1);
  EXPECT_TRUE(lines.back().ends_with("left_out=10")) << lines.back();
}

}  // namespace
}  // namespace stator::metrics
