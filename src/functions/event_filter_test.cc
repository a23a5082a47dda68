#include "functions/event_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/block_on.h"
#include "base/turns_of_others.h"

namespace stator::functions {
namespace {

constexpr char kEvent[] =
    R"({"eventName":"INSERT","dynamodb":{"Keys":{"Id":{"S":"order-7"}},"NewImage":{"Total":{"N":"12.5"},"Tags":{"SS":["a","b"]},"Open":{"BOOL":true}}}})";

bool matches(const std::vector<std::string>& patterns, const std::string& event) {
  EventFilter filter(patterns);
  return base::block_on(filter.matches(event));
}

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
    EXPECT_EQ(matches({each.pattern}, kEvent), each.matches) << each.pattern;
  }
  EXPECT_TRUE(matches({}, kEvent));
  EXPECT_TRUE(matches({R"({"eventName":["X"]})", R"({"eventName":["INSERT"]})"}, kEvent));
}

// Of several rules of a kind, each counts, wherever it stands.
TEST(EventFilter, MatchesOneOfManyRules) {
  struct Case {
    const char* rules;
    const char* value;
    bool matches;
  };
  const Case cases[] = {
      {R"(["b","a","c"])", R"("c")", true},
      {R"(["b","a","c"])", R"("ab")", false},
      {R"([3,1.5,2])", "1.5", true},
      {R"([3,1.5,2])", "2.5", false},
      {R"([3])", R"("3")", false},
      {R"(["3"])", "3", false},
      {R"([null,false])", "null", true},
      {R"([null,false])", "true", false},
      {R"([{}])", "[1,{}]", true},
      {R"([{"prefix":"abc"},{"prefix":"ab"},{"prefix":"ad"}])", R"("abd")", true},
      {R"([{"prefix":"abc"},{"prefix":"ab"},{"prefix":"ad"}])", R"("ac")", false},
      {R"([{"prefix":"a"},{"prefix":"b"}])", R"("a")", true},
      {R"([{"prefix":""}])", R"("")", true},
      {R"([{"prefix":"a"}])", "1", false},
      {R"([{"suffix":"xyz"},{"suffix":"yz"},{"suffix":"a"}])", R"("vyz")", true},
      {R"([{"suffix":"xyz"},{"suffix":"yz"},{"suffix":"a"}])", R"("z")", false},
      {R"([{"equals-ignore-case":"Two"},{"equals-ignore-case":"ONE"}])", R"("one")", true},
      {R"([{"equals-ignore-case":"Two"},{"equals-ignore-case":"ONE"}])", R"("TWO")", true},
      {R"([{"equals-ignore-case":"Two"},{"equals-ignore-case":"ONE"}])", R"("ones")", false},
      {R"([{"equals-ignore-case":"{"}])", R"("[")", false},
      {R"([{"equals-ignore-case":"B"},{"equals-ignore-case":"\u00e9A"},{"equals-ignore-case":"a"}])",
       R"("\u00e9a")", true},
      {R"([{"equals-ignore-case":"B"},{"equals-ignore-case":"\u00e9A"},{"equals-ignore-case":"a"}])",
       R"("A")", true},
      {R"([{"suffix":"b"},{"suffix":"\u00e9"},{"suffix":"a"}])", R"("x\u00e9")", true},
      {R"([{"numeric":["<",1]},{"numeric":[">",5,"<",9]},{"numeric":["=",3]}])", "3", true},
      {R"([{"numeric":["<",1]},{"numeric":[">",5,"<",9]},{"numeric":["=",3]}])", R"("5.5")", true},
      {R"([{"numeric":["<",1]},{"numeric":[">",5,"<",9]},{"numeric":["=",3]}])", "5", false},
      {R"([{"numeric":["<",1]},{"numeric":[">",5,"<",9]},{"numeric":["=",3]}])", "1", false},
      {R"([{"numeric":[">",1]},{"numeric":[">=",5,"<=",6]}])", "100", true},
      {R"([{"numeric":[">",5,"<",1]}])", "3", false},
      {R"([{"numeric":["!",5]}])", "3", false},
      {R"([{"numeric":[">",5,"<"]}])", "6", false},
      {R"([{"numeric":[">",5]}])", R"("nan")", false},
      {R"([{"numeric":[">",5]}])", R"("x")", false},
      {R"([{"anything-but":["a","b"]},{"anything-but":"a"}])", R"("b")", true},
      {R"([{"anything-but":["a","b"]},{"anything-but":"a"}])", R"("a")", false},
      {R"([{"anything-but":{"anything-but":"a"}}])", R"("a")", true},
      {R"([{"anything-but":{"numeric":[">",5]}}])", "6", false},
      {R"([{"anything-but":{}}])", "6", false},
      {R"([{"anything-but":5}])", R"("5")", true},
      {R"([{"exists":true}])", "[]", false},
      {R"([{"exists":true}])", "[0]", true},
      {R"([{"exists":true}])", "{}", false},
      {R"([{"exists":false}])", "0", false},
      {R"([{"unknown":1}])", "1", false},
  };
  for (const Case& each : cases) {
    const std::string pattern = std::string(R"({"a":)") + each.rules + "}";
    const std::string event = std::string(R"({"a":)") + each.value + "}";
    ASSERT_TRUE(is_event_pattern(pattern)) << pattern;
    EXPECT_EQ(matches({pattern}, event), each.matches) << pattern << " " << event;
  }
}

TEST(EventFilter, NamesMayRepeat) {
  EXPECT_TRUE(matches({R"({"a":[1]})"}, R"({"a":1,"a":2})")) << "the first one counts";
  EXPECT_FALSE(matches({R"({"a":[1],"a":[2]})"}, R"({"a":1,"a":2})"));
  EXPECT_TRUE(matches({R"({"a":[1],"b":{"c":[{"exists":false}]},"a":[1,2]})"}, R"({"z":0,"a":1})"));
}

TEST(EventFilter, OthersRunWhileALargeItemIsLookedAt) {
  std::string pattern = R"({"s":[)", event = R"({"s":[)";
  for (int i = 0; i < 130; ++i) {
    const std::string begin = i == 0 ? "" : ",";
    pattern += begin + R"({"anything-but":{"anything-but":"b)" + std::to_string(i) + R"("}})";
  }
  for (int i = 0; i < 100'000; ++i) event += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\"";
  EventFilter filter({pattern + "]}"});
  const std::string text = event + "]}";
  const int turns_of_others = base::turns_of_others([&]() -> base::Task<> {
    const bool matches = co_await filter.matches(text);
    EXPECT_FALSE(matches);
  });
  EXPECT_GT(turns_of_others, 3);
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
