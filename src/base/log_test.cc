#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST_F(LogTest, ParsesLevels) {
  EXPECT_EQ(parse_log_level("warning"), LogLevel::kWarning);
  EXPECT_EQ(parse_log_level("loud"), std::nullopt);
}

}  // namespace
}  // namespace stator::base
