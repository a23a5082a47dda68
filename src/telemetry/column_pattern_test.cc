#include "telemetry/column_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::telemetry {
namespace {

constexpr char kLine[] =
    "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

TEST(ColumnPattern, MatchesColumns) {
  struct Case {
    const char* pattern;
    bool matches;
  };
  // Those with `request` are in AWS's documentation.
  const Case cases[] = {
      {"[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", true},
      {"[ip, user, username, timestamp, request =*.html*, status_code = 5*, bytes]", false},
      {"[ip, user, username, timestamp, request, status_code = 404, bytes]", true},
      {"[ip, user, username, timestamp, request, status_code = 404.0, bytes]", true},
      {"[ip, user, username, timestamp, request, status_code = 4*, bytes > 1000]", true},
      {"[ip, user, username, timestamp, request, status_code = 4*, bytes > 1534]", false},
      {"[..., request =*.html*, status_code = 4*, bytes]", true},
      {"[ip, ..., bytes >= 1534]", true},
      {"[ip = 127.0.0.1, ...]", true},
      {"[ip = 127.0.0.2, ...]", false},
      {"[ip, user, username, timestamp, request, status_code]", false},
      {"[ip, user, username, timestamp, request, status_code, bytes, more]", false},
      {"[a, b, c, d, e, f, g, ...]", true},
      {"[ip, user = Prod || user = Test, ...]", true},
      {"[ip, user = Test || user = Other, ...]", false},
      {"[ip, user != Test && user != Other, ...]", true},
      {"[ip, user, name != %^f.*k$%, ...]", false},
      {"[ip, user, name = \"frank\", timestamp = \"10/Oct/2000:13:25:15 -0700\", ...]", true},
      {"[..., code < 404 || code > 404, bytes]", false},
      {"[..., code >= 400 && code <= 499, bytes]", true},
      {"[ip, user > 3, ...]", false},
  };
  for (const Case& each : cases) {
    const auto pattern = ColumnPattern::parse(each.pattern);
    ASSERT_TRUE(pattern.ok()) << each.pattern;
    EXPECT_EQ(pattern->matches(kLine), each.matches) << each.pattern;
  }
}

TEST(ColumnPattern, WhatIsNotClosedIsAWordLikeOthers) {
  const auto pattern = ColumnPattern::parse("[first, second = two]");
  ASSERT_TRUE(pattern.ok());
  EXPECT_TRUE(pattern->matches("[one two"));
  EXPECT_TRUE(pattern->matches("\"one  two\n"));
  EXPECT_FALSE(pattern->matches(""));
}

// Four megabytes: if each looked for its end again, this would not end for minutes.
TEST(ColumnPattern, ManyThatAreNotClosed) {
  constexpr int kCount = 2 << 20;
  std::string message;
  for (int i = 0; i < kCount; ++i) message += "[ ";
  for (const char* pattern : {"[a, ...]", "[..., a]"})
    EXPECT_TRUE(ColumnPattern::parse(pattern)->matches(message)) << pattern;
  EXPECT_FALSE(ColumnPattern::parse("[a, b]")->matches(message));
}

TEST(ColumnPattern, WhatIsClosedLaterIsOneColumn) {
  EXPECT_TRUE(ColumnPattern::parse("[a = \"one [ two\", b = \"[\"]")->matches("[one [ two] ["));
  EXPECT_TRUE(ColumnPattern::parse("[a = 1, b = \"2 3\", c = \"4 5\"]")->matches("1 \"2 3\" [4 5]"));
  EXPECT_TRUE(ColumnPattern::parse("[a = \"[1\", b = \"2 [\", c = \"[3\"]")->matches("[1 \"2 [\" [3"));
  EXPECT_FALSE(ColumnPattern::parse("[a, b]")->matches("1 2 3"));
  EXPECT_FALSE(ColumnPattern::parse("[a, b]")->matches("1"));
}

TEST(ColumnPattern, RefusesWhatIsNone) {
  for (const char* text :
       {"[", "[]", "[a", "[a,]", "[a b]", "[a = ]", "[a = \"x]", "[a = %x]", "[a > b]", "[a > \"1\"]",
        "[a] b", "[..., a, ...]", "[a = 1 &&]", "[a = 1 && b = 2]", "[a = 1 || ]", "[= 1]", "[a = %(%]"}) {
    EXPECT_FALSE(ColumnPattern::parse(text).ok()) << text;
  }
}

TEST(ColumnPattern, HasAsManyColumnsAndConditionsAsItMay) {
  const auto parses = [](int columns, int conditions) {
    std::string text = "[a=1";
    for (int i = 1; i < columns; ++i) text += ",b";
    for (int i = 1; i < conditions; ++i) text += i == 1 ? "=1" : "||b=1";
    return ColumnPattern::parse(text + "]").ok();
  };
  EXPECT_TRUE(parses(128, 64));
  EXPECT_FALSE(parses(129, 64));
  EXPECT_FALSE(parses(128, 65));
}

}  // namespace
}  // namespace stator::telemetry
