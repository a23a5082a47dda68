#include "functions/event_filter.h"

#include <gtest/gtest.h>

namespace stator::functions {
namespace {

constexpr char kEvent[] =
    R"({"eventName":"INSERT","dynamodb":{"Keys":{"Id":{"S":"order-7"}},"NewImage":{"Total":{"N":"12.5"},"Tags":{"SS":["a","b"]},"Open":{"BOOL":true}}}})";

TEST(EventFilter, Matches) {
  struct Case {
    const char* pattern;
    bool matches;
  };
  const Case cases[] = {
      {R"({"eventName":["INSERT"]})", true},
      {R"({"eventName":["REMOVE","INSERT"]})", true},
      {R"({"eventName":["REMOVE"]})", false},
      {R"({"eventName":[{"prefix":"INS"}]})", true},
      {R"({"eventName":[{"suffix":"ERT"}]})", true},
      {R"({"eventName":[{"equals-ignore-case":"insert"}]})", true},
      {R"({"eventName":[{"anything-but":["INSERT"]}]})", false},
      {R"({"eventName":[{"anything-but":"REMOVE"}]})", true},
      {R"({"eventName":[{"anything-but":{"prefix":"IN"}}]})", false},
      {R"({"dynamodb":{"NewImage":{"Total":{"N":[{"numeric":[">",10,"<=",12.5]}]}}}})", true},
      {R"({"dynamodb":{"NewImage":{"Total":{"N":[{"numeric":["<",12.5]}]}}}})", false},
      {R"({"dynamodb":{"NewImage":{"Total":{"N":["12.5"]}}}})", true},
      {R"({"dynamodb":{"NewImage":{"Tags":{"SS":["b"]}}}})", true},
      {R"({"dynamodb":{"NewImage":{"Open":{"BOOL":[true]}}}})", true},
      {R"({"dynamodb":{"OldImage":{"Total":{"N":[{"exists":false}]}}}})", true},
      {R"({"dynamodb":{"NewImage":{"Total":{"N":[{"exists":false}]}}}})", false},
      {R"({"dynamodb":{"NewImage":{"Total":{"N":[{"exists":true}]}}}})", true},
      {R"({"dynamodb":{"OldImage":{"Total":{"N":["1"]}}}})", false},
      {R"({"$or":[{"eventName":["REMOVE"]},{"dynamodb":{"Keys":{"Id":{"S":[{"prefix":"order-"}]}}}}]})",
       true},
      {R"({"eventName":["INSERT"],"eventSource":["aws:dynamodb"]})", false},
  };
  for (const Case& each : cases) {
    ASSERT_TRUE(is_event_pattern(each.pattern)) << each.pattern;
    EXPECT_EQ(EventFilter({each.pattern}).matches(kEvent), each.matches) << each.pattern;
  }
  EXPECT_TRUE(EventFilter({}).matches(kEvent));
  EXPECT_TRUE(EventFilter({R"({"eventName":["X"]})", R"({"eventName":["INSERT"]})"}).matches(kEvent));
}

TEST(EventFilter, RefusesWhatIsNoPattern) {
  for (const char* text :
       {"", "x", "[]", "{}", R"({"a":"b"})", R"({"a":[]})", R"({"a":{}})", R"({"$or":[]})"})
    EXPECT_FALSE(is_event_pattern(text)) << text;
}

TEST(EventFilter, IsNestedAsDeepAsItMay) {
  const auto nested = [](int depth) {
    std::string text = "[1]";
    for (int i = 0; i < depth; ++i) text = R"({"a":)" + text + "}";
    return is_event_pattern(text);
  };
  EXPECT_TRUE(nested(64));
  EXPECT_FALSE(nested(65));
}

}  // namespace
}  // namespace stator::functions
