#include "monitoring/math/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "monitoring/math/test_math.h"

namespace stator::monitoring::math {
namespace {

using Kind = MathError::Kind;

std::string number(std::string_view text) { return TestMath()(text); }

std::string error(std::string_view text) {
  const auto expression = parse(text);
  return expression.ok() ? "" : expression.error().text;
}

Kind kind_of(std::string_view text) {
  const auto expression = parse(text);
  EXPECT_FALSE(expression.ok()) << text;
  return expression.ok() ? Kind::kCircular : expression.error().kind;
}

TEST(Parser, Precedence) {
  EXPECT_EQ(number("2+3*4"), "14");
  EXPECT_EQ(number("(2+3)*4"), "20");
  EXPECT_EQ(number("10-4-3"), "3");
  EXPECT_EQ(number("100/10/5"), "2");
  EXPECT_EQ(number("2*3^2"), "18");
  EXPECT_EQ(number("2^3^2"), "512");
  EXPECT_EQ(number("-2^2"), "-4");
  EXPECT_EQ(number("2^-1"), "0.5");
  EXPECT_EQ(number("2^-1*4"), "2");
  EXPECT_EQ(number("--2*-3"), "-6");
  EXPECT_EQ(number("1+1 > 1 AND 2 < 1"), "0");
  EXPECT_EQ(number("1 || 0 && 0"), "1");
  EXPECT_EQ(number("(1 OR 0) AND 0"), "0");
  EXPECT_EQ(number("1 == 1 != 0"), "1");
}

TEST(Parser, Numbers) {
  EXPECT_EQ(number("50.25"), "50.25");
  EXPECT_EQ(number(".5"), "0.5");
  EXPECT_EQ(number("5."), "5");
  EXPECT_EQ(number("1e3 + 1E-1"), "1000.1");
  EXPECT_EQ(number(" \t1\r\n+\n2 "), "3");
  for (const char* bad : {".", "1e999", "1..2", "1e", "2m1", "0x10", "1,5"}) EXPECT_NE(error(bad), "") << bad;
}

TEST(Parser, WhatIsNoExpression) {
  for (const char* bad : {"",
                          " ",
                          "m1 +",
                          "+ m1",
                          "m1 m2",
                          "(m1",
                          "m1)",
                          "[m1",
                          "[]",
                          "[m1,]",
                          "m1 = m2",
                          "m1 & m2",
                          "m1 and m2",
                          "!m1",
                          "AVG",
                          "AVG m1",
                          "m1 AVG",
                          "AVG(m1",
                          "'text'",
                          "m1 % 2",
                          "M1",
                          "_m1",
                          "METRICS(m1)",
                          "METRICS('a', 'b')",
                          "METRICS('a)",
                          "m1 < > m2",
                          "AND",
                          "\xC3\xA9",
                          "m1;",
                          "IF(m1,,1)",
                          "m1 AND AND m2",
                          "SORT(METRICS(), AVG)",
                          "SORT(METRICS(), STDDEV, ASC)",
                          "SORT(METRICS(), AVG, UP)",
                          "SORT(METRICS(), m1, ASC)",
                          "FILL(m1)",
                          "FILL(m1, LAST)",
                          "FILL(m1, 1, 2)",
                          "PERIOD(1)",
                          "PERIOD(m1+m2)",
                          "PERIOD()"}) {
    EXPECT_EQ(kind_of(bad), Kind::kSyntax) << bad;
  }
  EXPECT_EQ(error("m1 $ m2"), "Syntax error near '$'");
  EXPECT_EQ(error("m1 +"), "Syntax error: the expression is not complete");
  EXPECT_EQ(error("m1 + \xC3\xA9"), "Syntax error near '\xC3\xA9'");
}

TEST(Parser, Functions) {
  EXPECT_EQ(kind_of("MEDIAN(m1)"), Kind::kUndefined);
  EXPECT_EQ(error("MEDIAN(m1)"), "Undefined function: MEDIAN");
  EXPECT_EQ(kind_of("avg(m1)"), Kind::kUndefined);  // "all functions must be written in uppercase letters"
  EXPECT_EQ(error("AVG(m1, m2)"), "Function AVG takes 1 arguments, but 2 were given");
  EXPECT_EQ(error("AVG()"), "Function AVG takes 1 arguments, but 0 were given");
  EXPECT_EQ(error("IF(m1)"), "Function IF takes 2 to 3 arguments, but 1 were given");
  EXPECT_EQ(error("SLICE(METRICS(), 1, 2, 3)"), "Function SLICE takes 2 to 3 arguments, but 4 were given");
  EXPECT_EQ(kind_of("AVG(m1, m2)"), Kind::kType);
}

TEST(Parser, InsightRules) {
  const auto parsed = parse("INSIGHT_RULE_METRIC(\"rule-1\", Sum) + INSIGHT_RULE_METRIC('other', 'Maximum')");
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->insights.size(), 2);
  EXPECT_EQ(parsed->insights[0].rule, "rule-1");
  EXPECT_EQ(parsed->insights[0].metric, "Sum");
  EXPECT_EQ(parsed->insights[1].rule, "other");
  EXPECT_EQ(parsed->insights[1].metric, "Maximum");
  EXPECT_EQ(kind_of("INSIGHT_RULE_METRIC('rule')"), Kind::kSyntax);
  EXPECT_EQ(kind_of("INSIGHT_RULE_METRIC('rule', 1)"), Kind::kSyntax);
}

TEST(Parser, WhatIsNotSupported) {
  for (const char* text : {"ANOMALY_DETECTION_BAND(m1, 2)", "m1 + SERVICE_QUOTA(m1)", "LAMBDA(\"f\", true)",
                           "DB_PERF_INSIGHTS('RDS', 'x', 'y')",
                           "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId)"}) {
    EXPECT_EQ(kind_of(text), Kind::kNotSupported) << text;
  }
  EXPECT_EQ(error("SERVICE_QUOTA(m1)"), "SERVICE_QUOTA is not supported by this server");
}

TEST(Parser, References) {
  const auto expression = parse("m2 + AVG([m1, m2]) / PERIOD(errors_2xx) + m1");
  ASSERT_TRUE(expression.ok());
  EXPECT_EQ(expression->references, (std::vector<std::string>{"m2", "m1", "errors_2xx"}));
  EXPECT_FALSE(expression->uses_metrics);
  EXPECT_TRUE(parse("SUM(METRICS())")->uses_metrics);
  EXPECT_TRUE(parse("SUM(METRICS())")->references.empty());
}

TEST(Parser, Searches) {
  const auto expression = parse(
      R"(SUM(SEARCH('{AWS/Lambda, FunctionName} MetricName="Errors" ', 'Sum', 300)) + FIRST(SEARCH("x", "p99")))");
  ASSERT_TRUE(expression.ok());
  ASSERT_EQ(expression->searches.size(), 2u);
  EXPECT_EQ(expression->searches[0].query.schema_namespace(), "AWS/Lambda");
  EXPECT_EQ(expression->searches[0].statistic, "Sum");
  EXPECT_EQ(expression->searches[0].period_seconds, 300);
  EXPECT_EQ(expression->searches[1].statistic, "p99");
  EXPECT_EQ(expression->searches[1].period_seconds, std::nullopt);
  EXPECT_TRUE(parse(R"(SEARCH('MetricName="it\'s"', 'Sum'))").ok());
  for (const char* bad : {"SEARCH('x')", "SEARCH(x, 'Sum')", "SEARCH('x', Sum)", "SEARCH('x', 'Sum', 0)",
                          "SEARCH('x', 'Sum', 1.5)", "SEARCH('x', 'Sum', m1)", "SEARCH('x', 'Sum', 60, 60)",
                          "SEARCH('', 'Sum')", "SEARCH('{', 'Sum')"}) {
    EXPECT_EQ(kind_of(bad), Kind::kSyntax) << bad;
  }
}

TEST(Parser, Length) {
  const std::string longest = fmt::format("{}1", std::string(kMaxExpressionCharacters - 1, ' '));
  EXPECT_TRUE(parse(longest).ok());
  EXPECT_EQ(error(longest + " "), "An expression has at most 2048 characters");
  std::string two_bytes_each = "METRICS('";
  while (two_bytes_each.size() < 9 + 2 * (kMaxExpressionCharacters - 11)) two_bytes_each += "\xC3\xA9";
  EXPECT_TRUE(parse(two_bytes_each + "')").ok());
}

TEST(Parser, Depth) {
  const auto nested = [](std::size_t levels) {
    return fmt::format("{}1{}", std::string(levels, '('), std::string(levels, ')'));
  };
  EXPECT_EQ(number(nested(kMaxDepth)), "1");
  EXPECT_EQ(error(nested(kMaxDepth + 1)), "An expression is nested at most 256 levels deep");
  EXPECT_EQ(number(fmt::format("{}1", std::string(kMaxDepth, '-'))), "1");
  EXPECT_NE(error(fmt::format("{}1", std::string(kMaxDepth + 1, '-'))), "");
  const auto powers = [](std::size_t count) {
    std::string text = "1";
    for (std::size_t i = 0; i < count; ++i) text += "^1";
    return text;
  };
  EXPECT_EQ(number(powers(kMaxDepth)), "1");
  EXPECT_NE(error(powers(kMaxDepth + 1)), "");
  // What is not nested has no such limit.
  std::string sum = "1";
  while (sum.size() + 2 <= kMaxExpressionCharacters) sum += "+1";
  EXPECT_EQ(number(sum), "1024");
}

TEST(Ids, Valid) {
  for (const char* id : {"m1", "e1", "a", "errors_4xx", "aBC", "x__"}) EXPECT_TRUE(is_valid_id(id)) << id;
  for (const char* id : {"", "M1", "1m", "_m", "m-1", "m 1", " m1", "m1 ", "m.1", "\xC3\xA9"})
    EXPECT_FALSE(is_valid_id(id)) << id;
  EXPECT_TRUE(is_valid_id(std::string(255, 'm')));
  EXPECT_FALSE(is_valid_id(std::string(256, 'm')));
}

}  // namespace
}  // namespace stator::monitoring::math
