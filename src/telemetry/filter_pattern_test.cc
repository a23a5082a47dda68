#include "telemetry/filter_pattern.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace stator::telemetry
