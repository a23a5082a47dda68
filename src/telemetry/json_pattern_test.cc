#include "telemetry/json_pattern.h"

#include <gtest/gtest.h>

namespace stator::telemetry {
namespace {

// Like the example of AWS's documentation.
constexpr const char* kEvent = R"({
  "eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value", "another value"],
  "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null, "done": true, "failed": false,
  "errorCode": 404, "latency": 1.5e-3, "user": {"id": 1, "e-mail": "John.Doe@example.com"}, "code": "404"})";

TEST(JsonPattern, Matches) {
  struct Case {
    const char* pattern;
    bool matches;
  };
  const Case cases[] = {
      {"{ $.eventType = \"UpdateTrail\" }", true},
      {"{$.eventType=UpdateTrail}", true},
      {"{ $.eventType = \"Update*\" }", true},
      {"{ $.eventType = \"*Trail\" }", true},
      {"{ $.eventType = \"update*\" }", false},
      {"{ $.eventType = \"Trail\" }", false},
      {"{ $.eventType != \"Other\" }", true},
      {"{ $.eventType != UpdateTrail }", false},
      {"{ $.nothing = \"x\" }", false},
      {"{ $.nothing != \"x\" }", false},
      {"{ $.nothing NOT EXISTS }", true},
      {"{ $.eventType NOT EXISTS }", false},
      {"{ $.SomeObject IS NULL }", true},
      {"{ $.nothing IS NULL }", false},
      {"{ $.done IS TRUE }", true},
      {"{ $.done IS FALSE }", false},
      {"{ $.failed IS FALSE }", true},
      {"{ $.sourceIPAddress != 123.123.* }", true},
      {"{ $.sourceIPAddress = 111.111.* }", true},
      {"{ $.arrayKey[0] = \"value\" }", true},
      {"{ $.arrayKey[1] = \"value\" }", false},
      {"{ $.arrayKey[2] NOT EXISTS }", true},
      {"{ $.arrayKey[*] = \"another*\" }", true},
      {"{ $.objectList[1].id = 2 }", true},
      {"{ $.objectList[*].id > 1 }", true},
      {"{ $.objectList[*].id > 2 }", false},
      {"{ $.user.* = 1 }", true},
      {"{ $.user.e-mail = \"John.Doe@example.com\" }", true},
      {"{ $.errorCode = 404 }", true},
      {"{ $.errorCode = 404.0 }", true},
      {"{ $.errorCode != 404 }", false},
      {"{ $.errorCode >= 404 && $.errorCode < 405 }", true},
      {"{ $.errorCode > 404 }", false},
      {"{ $.errorCode <= 4e2 }", false},
      {"{ $.latency < 2e-3 }", true},
      {"{ $.code = 404 }", true},    // the text of a string
      {"{ $.code >= 404 }", false},  // which has no order
      {"{ $.eventType = %Trail$% }", true},
      {"{ $.eventType = %^Trail% }", false},
      {"{ $.eventType != %\\d% }", true},
      {"{ $.errorCode = \"*\" }", true},
      {"{ $.done IS FALSE || $.errorCode = 404 }", true},
      {"{ $.errorCode = 1 && $.done IS TRUE || $.user.id = 1 }", true},
      {"{ $.errorCode = 1 && ($.done IS TRUE || $.user.id = 1) }", false},
      {"{ (($.user.id = 1)) && ($.objectList[0].name = \"a\") }", true},
  };
  for (const Case& each : cases) {
    auto pattern = JsonPattern::parse(each.pattern);
    ASSERT_TRUE(pattern.ok()) << each.pattern;
    EXPECT_EQ(pattern->matches(kEvent), each.matches) << each.pattern;
  }
}

TEST(JsonPattern, MatchesNothingElse) {
  const auto pattern = JsonPattern::parse("{ $.a NOT EXISTS }");
  ASSERT_TRUE(pattern.ok());
  EXPECT_TRUE(pattern->matches("  {}\n"));
  for (const char* message : {"", "text", "[]", "{\"a\"", "{} and more", "null"})
    EXPECT_FALSE(pattern->matches(message)) << message;
}

TEST(JsonPattern, RefusesWhatIsNone) {
  for (const char* pattern : {"{",
                              "{}",
                              "{ $ = 1 }",
                              "{ $.a }",
                              "{ $.a = }",
                              "{ $.a = 1 ",
                              "{ $.a = 1 } x",
                              "{ a = 1 }",
                              "{ $.a < b }",
                              "{ $.a < \"1\" }",
                              "{ $.a IS }",
                              "{ $.a IS MAYBE }",
                              "{ $.a NOT }",
                              "{ $.a = 1 && }",
                              "{ ($.a = 1 }",
                              "{ $.a[ = 1 }",
                              "{ $.a[x] = 1 }",
                              "{ $.a[*].* = 1 }",
                              "{ $.a = %b }",
                              "{ $.a = %(b)% }",
                              "{ $.a == 1 }",
                              "{ $.a = \"open }",
                              "{ $.a = %b% && $.b = %c% && $.c = %d% }",
                              "{ $.a[99999999999999999999999] = 1 }"})
    EXPECT_FALSE(JsonPattern::parse(pattern).ok()) << pattern;
  EXPECT_TRUE(JsonPattern::parse("{ " + std::string(32, '(') + "$.a = 1" + std::string(32, ')') + " }").ok());
  EXPECT_FALSE(
      JsonPattern::parse("{ " + std::string(33, '(') + "$.a = 1" + std::string(33, ')') + " }").ok());
  EXPECT_FALSE(JsonPattern::parse("{ " + std::string(100'000, '(')).ok());
}

TEST(JsonPattern, HasAsManyConditionsAsItMay) {
  const auto parses = [](int conditions) {
    std::string text = "{ $.a = 1";
    for (int i = 1; i < conditions; ++i) text += " || $.a = 1";
    return JsonPattern::parse(text + " }").ok();
  };
  EXPECT_TRUE(parses(64));
  EXPECT_FALSE(parses(65));
}

TEST(Regex, KnowsWhatIsDocumented) {
  struct Case {
    const char* regex;
    const char* text;
    bool matches;
  };
  const Case cases[] = {
      {"AUTHORIZED", "[ERROR 401] UNAUTHORIZED REQUEST", true},
      {"colou?r", "color", true},
      {"^ERROR", "an ERROR", false},
      {"gray|grey", "a grey day", true},
      {"10\\.10\\.0\\.1", "10x10.0.1", false},
      {"[a-z]{3,4}\\d+", "ABcde12", true},
      {"\\s\\S\\w\\W\\x41", " xy-A", true},
      {"a.*z", "abcz", true},
  };
  for (const Case& each : cases) {
    auto regex = Regex::parse(each.regex);
    ASSERT_TRUE(regex.ok()) << each.regex;
    EXPECT_EQ(regex->matches(each.text), each.matches) << each.regex;
  }
  for (const char* text :
       {"", "something!", "(a)", "a b", "[a", "*", "a\\", "\\q", "\\x4", "\xc3\xa9", "a{1001}"})
    EXPECT_FALSE(Regex::parse(text).ok()) << text;
}

}  // namespace
}  // namespace stator::telemetry
