#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/log_fields.h"
#include "base/log_limit.h"

namespace stator::base {
namespace {

std::vector<std::string> lines;

class LogTest : public testing::Test {
 protected:
  void SetUp() override {
    lines.clear();
    set_log_sink([](std::string_view line) { lines.emplace_back(line); });
  }
  void TearDown() override {
    set_log_sink(nullptr);
    set_log_level(LogLevel::kInfo);
    set_log_format(LogFormat::kText);
  }
};

TEST_F(LogTest, WritesOneLineWithTimeLevelAndComponent) {
  log_warning("net", "port {} is taken", 8000);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].substr(24), " warning net: port 8000 is taken");
  EXPECT_EQ(lines[0][10], 'T');
  EXPECT_EQ(lines[0][23], 'Z');
}

TEST_F(LogTest, EscapesControlCharacters) {
  log_info("net", "bad path {}", "a\nb\x01");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].substr(24), " info    net: bad path a\\x0ab\\x01");
}

TEST_F(LogTest, KeepsQuietBelowTheLevel) {
  log_debug("net", "hidden");
  set_log_level(LogLevel::kOff);
  log_error("net", "hidden, too");
  EXPECT_TRUE(lines.empty());
}

TEST_F(LogTest, Fields) {
  log_with_fields(LogLevel::kWarning, "net", "slow", {{"a", "x"}, {"b", 7}, {"none", ""}, {"c", "x y\"z"}});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].substr(24), R"( warning net: slow a=x b=7 c="x y\"z")");
}

TEST_F(LogTest, Json) {
  set_log_format(LogFormat::kJson);
  log_info("net", "bad path {}", "a\nb\"\\");
  log_with_fields(LogLevel::kError, "net", "slow", {{"a", "x"}, {"b", -7}, {"none", ""}});
  log_info("net", "{}", "gr\xc3\xbc\xc3\x9f");
  log_info("net", "{}", "\xff");
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].substr(0, 9), R"({"time":")");
  const std::size_t time_end = 34;
  EXPECT_EQ(lines[0].substr(time_end),
            R"(,"level":"info","component":"net","message":"bad path a\u000ab\"\\"})");
  EXPECT_EQ(lines[1].substr(time_end),
            R"(,"level":"error","component":"net","message":"slow","a":"x","b":-7})");
  EXPECT_EQ(lines[2].substr(time_end),
            ",\"level\":\"info\",\"component\":\"net\",\"message\":\"gr\xc3\xbc\xc3\x9f\"}");
  EXPECT_EQ(lines[3].substr(time_end), R"(,"level":"info","component":"net","message":"\u00ff"})");
}

TEST_F(LogTest, ParsesFormats) {
  EXPECT_EQ(parse_log_format("json"), LogFormat::kJson);
  EXPECT_EQ(parse_log_format("xml"), std::nullopt);
}

TEST(LogLimit, SoManyLinesAMinute) {
  LogLimit limit;
  const LogLimit::Clock::time_point start(std::chrono::hours(1));
  const auto end = start + LogLimit::kTime;
  for (int minute = 0; minute < 2; ++minute) {
    for (int i = 0; i < LogLimit::kLines; ++i) EXPECT_TRUE(limit.may_log(start + minute * LogLimit::kTime));
    EXPECT_FALSE(limit.may_log(end + minute * LogLimit::kTime - std::chrono::nanoseconds(1)));
  }
}

TEST_F(LogTest, ParsesLevels) {
  EXPECT_EQ(parse_log_level("warning"), LogLevel::kWarning);
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
}

}  // namespace
}  // namespace stator::base
