#include "telemetry/filter_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace stator::telemetry {
namespace {

TEST(FilterPattern, MatchesTerms) {
  struct Case {
    const char* pattern;
    const char* message;
    bool matches;
  };
  const Case cases[] = {
      {"", "anything", true},
      {"ERROR", "an ERROR of mine", true},
      {"ERROR", "an error of mine", false},
      {"ERROR timeout", "timeout ERROR", true},
      {"ERROR timeout", "ERROR", false},
      {"ERROR -timeout", "ERROR timeout", false},
      {"ERROR -timeout", "ERROR", true},
      {"?WARN ?ERROR", "WARN", true},
      {"?WARN ?ERROR", "INFO", false},
      {"\"exit status\"", "with exit status 1", true},
      {"\"exit status\"", "status exit", false},
      {"-\"exit status\"", "exit status", false},
      {"\"say \\\"no\\\"\"", "I say \"no\"!", true},
      {"  ERROR  ", "ERROR", true},
      {"%ERR.R%", "an ERROR of mine", true},
      {"%^ERR.R%", "an ERROR of mine", false},
      {" { $.level = \"ERROR\" && $.n > 3 } ", "{\"level\": \"ERROR\", \"n\": 4}", true},
      {"{ $.level = \"ERROR\" && $.n > 3 }", "{\"level\": \"ERROR\", \"n\": 3}", false},
  };
  for (const Case& each : cases) {
    auto pattern = FilterPattern::parse(each.pattern);
    ASSERT_TRUE(pattern.ok()) << each.pattern;
    EXPECT_EQ(pattern->matches(each.message), each.matches) << each.pattern << " | " << each.message;
  }
}

TEST(FilterPattern, RefusesWhatItDoesNotKnow) {
  for (const char* pattern : {"foo-bar", "\"open", "{ $.a = }", "[a, b", "-", "%a+", "%", "%%", "%(a)%"})
    EXPECT_FALSE(FilterPattern::parse(pattern).ok()) << pattern;
  EXPECT_EQ(FilterPattern::parse("foo-bar").error(), "Invalid character(s) in term 'foo-bar'");
}

TEST(FilterPattern, RegularExpressionsHaveALimit) {
  std::string words = "timeout";
  for (int i = 0; i < 60; ++i) words += "|e" + std::to_string(i * 7919 % 1000) + "x";
  for (const std::string& regex :
       {std::string("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"),
        std::string("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        std::string("[0-9a-f]{64}"), std::string(450, 'a'), words}) {
    EXPECT_TRUE(FilterPattern::parse("%" + regex + "%").ok()) << regex;
    EXPECT_TRUE(FilterPattern::parse("[a = %" + regex + "%, ...]").ok()) << regex;
    EXPECT_TRUE(FilterPattern::parse("{ $.a = %" + regex + "% }").ok()) << regex;
  }
  EXPECT_TRUE(FilterPattern::parse("%\\{900}\\{900%").ok()) << "no counts";
  EXPECT_FALSE(FilterPattern::parse("%a{99999999999999999999999}%").ok());
  EXPECT_FALSE(FilterPattern::parse("%a{501}%").ok());
  EXPECT_FALSE(FilterPattern::parse("%a{300}b{100,300}%").ok());
  const std::string many = "1.{0,900}.{0,900}.{0,900}x";
  for (const std::string& pattern : {"%" + many + "%", "[a = %" + many + "%]", "{ $.a = %" + many + "% }"}) {
    const auto refused = FilterPattern::parse(pattern);
    ASSERT_FALSE(refused.ok()) << pattern;
    EXPECT_EQ(refused.error(), "Invalid filter pattern");
  }
}

// Of a pattern there may be two expressions, as on AWS, and they share the limit.
TEST(FilterPattern, RegularExpressionsShareTheLimit) {
  const std::string half = std::string(240, 'a'), more = std::string(300, 'a');
  for (const auto& [of_columns, of_members] :
       {std::pair("[x = %", " && x = %"), std::pair("[x = %", ", y = %"),
        std::pair("{ $.x = %", " && $.y = %")}) {
    const std::string end = of_columns[0] == '[' ? "]" : "}";
    EXPECT_TRUE(FilterPattern::parse(of_columns + half + "%" + of_members + half + "%" + end).ok());
    EXPECT_FALSE(FilterPattern::parse(of_columns + more + "%" + of_members + more + "%" + end).ok());
    const std::string third = of_members + std::string("a%");
    EXPECT_FALSE(FilterPattern::parse(of_columns + std::string("a%") + third + third + end).ok());
  }
}

}  // namespace
}  // namespace stator::telemetry
