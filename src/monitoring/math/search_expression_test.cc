#include "monitoring/math/search_expression.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stator::monitoring::math {
namespace {

struct Metric {
  std::string space;
  std::string name;
  std::vector<SearchedDimension> dimensions;
};

bool finds(std::string_view text, const Metric& metric) {
  const auto search = SearchExpression::parse(text);
  EXPECT_TRUE(search.ok()) << text << ": " << search.error().text;
  return search.ok() && search->matches({"444455556666", metric.space, metric.name, metric.dimensions});
}

std::string error(std::string_view text) {
  const auto search = SearchExpression::parse(text);
  return search.ok() ? "" : search.error().text;
}

const Metric kOfInstance{"AWS/EC2", "CPUUtilization", {{"InstanceId", "i-1234567890123456"}}};
const Metric kOfType{"AWS/EC2", "CPUUtilization", {{"InstanceType", "t2.micro"}}};
const Metric kOfAll{"AWS/EC2", "CPUUtilization", {}};

TEST(Search, Schema) {
  for (const char* text :
       {"{AWS/EC2,InstanceId}", " { AWS/EC2 , InstanceId } ", "{\"AWS/EC2\",\"InstanceId\"}",
        "{AWS/EC2,InstanceId} MetricName=\"CPUUtilization\"", "{AWS/EC2,InstanceId}, CPU"}) {
    EXPECT_TRUE(finds(text, kOfInstance)) << text;
    EXPECT_FALSE(finds(text, kOfType)) << text;
    EXPECT_FALSE(finds(text, kOfAll)) << text;
  }
  // "Removing the dimension name [...] results in a single line"
  EXPECT_TRUE(finds("{AWS/EC2} MetricName=\"CPUUtilization\"", kOfAll));
  EXPECT_FALSE(finds("{AWS/EC2} MetricName=\"CPUUtilization\"", kOfInstance));
  EXPECT_FALSE(finds("{aws/ec2}", kOfAll));
  const Metric two{"N", "x", {{"B", "1"}, {"A", "2"}}};
  EXPECT_TRUE(finds("{N, A, B}", two));
  EXPECT_TRUE(finds("{N, B, A, A}", two));
  EXPECT_FALSE(finds("{N, A}", two));
  EXPECT_TRUE(finds(R"({"My Namespace", "Dimension@Name"}, "Custom:Name[Special_Characters")",
                    {"My Namespace", "Custom:Name[Special_Characters", {{"Dimension@Name", "v"}}}));
}

TEST(Search, ExactMatches) {
  const Metric metric{"MyNamespace", "CustomCount1", {}};
  EXPECT_TRUE(finds("{MyNamespace} \"CustomCount1\"", metric));
  EXPECT_FALSE(finds("{MyNamespace} \"customcount1\"", metric));
  EXPECT_FALSE(finds("{MyNamespace} \"Custom\"", metric));
  EXPECT_TRUE(finds("\"CPUUtilization\"", kOfInstance));
  EXPECT_TRUE(finds("\"AWS/EC2\" MetricName=\"CPUUtilization\"", kOfInstance));
  EXPECT_TRUE(finds("\"InstanceId\"", kOfInstance));
  EXPECT_TRUE(finds("\"i-1234567890123456\"", kOfInstance));
  EXPECT_TRUE(finds("\"Network-Errors-2\"", {"N", "Network-Errors-2", {}}));
  EXPECT_FALSE(finds("\"Network_Errors_2\"", {"N", "Network-Errors-2", {}}));
  EXPECT_TRUE(
      finds(R"x("Europe\\France Traffic\(Network\)")x", {"N", "Europe\\France Traffic(Network)", {}}));
  EXPECT_TRUE(finds(R"("a \"b\"")", {"N", "a \"b\"", {}}));
  EXPECT_FALSE(finds("\"Errors\"", {"N", "ConnectionErrors", {}}));
  EXPECT_TRUE(finds("Errors", {"N", "ConnectionErrors", {}}));
}

TEST(Search, Properties) {
  EXPECT_TRUE(finds("InstanceType=micro", kOfType));
  EXPECT_FALSE(finds("InstanceType=micro", kOfInstance));
  EXPECT_TRUE(finds("InstanceType=\"t2.micro\" Namespace=\"AWS/EC2\"", kOfType));
  EXPECT_FALSE(finds("InstanceType=\"t2\"", kOfType));
  EXPECT_FALSE(finds("MetricName=InstanceType", kOfType));
  EXPECT_TRUE(finds("MetricName=Utilization", kOfType));
  EXPECT_TRUE(finds("MetricName = Utilization", kOfType));
  EXPECT_TRUE(finds("\"InstanceType\"=\"t2.micro\"", kOfType));
  EXPECT_FALSE(finds("NOT Namespace=AWS", kOfType));
  EXPECT_TRUE(finds("NOT Namespace=AWS", {"Mine", "x", {}}));
  EXPECT_TRUE(finds(":aws.AccountId = \"444455556666\"", kOfAll));
  EXPECT_TRUE(finds(":aws.AccountId=444455556666 CPU", kOfAll));
  EXPECT_TRUE(finds(":aws.AccountId = 'LOCAL'", kOfAll));
  EXPECT_FALSE(finds(":aws.AccountId = 111122223333", kOfAll));
}

TEST(Search, Operators) {
  const Metric network{"AWS/EC2", "NetworkPacketsIn", {{"InstanceId", "i-1"}}};
  EXPECT_TRUE(finds("{AWS/EC2,InstanceId} network AND packets", network));
  EXPECT_TRUE(finds("{AWS/EC2,InstanceId} network packets", network));
  EXPECT_FALSE(finds("network bytes", network));
  EXPECT_TRUE(finds("bytes OR packets", network));
  EXPECT_FALSE(finds("bytes or packets", network));  // words, in lower case
  EXPECT_TRUE(finds("network NOT bytes", network));
  EXPECT_FALSE(finds("network NOT packets", network));
  EXPECT_TRUE(finds("NOT a NOT b", network));
  EXPECT_TRUE(finds("NOT NOT packets", network));
  EXPECT_FALSE(finds("MetricName=\"NetworkPacketsIn\" NOT i-1", network));
  EXPECT_TRUE(finds("(EC2 OR EBS) AND MetricName=PacketsIn", network));
  EXPECT_TRUE(finds("(EC2 OR EBS) PacketsIn", network));
  // AND binds before OR.
  EXPECT_TRUE(finds("network OR bytes AND disk", network));
  EXPECT_FALSE(finds("(network OR bytes) AND disk", network));
  const char* nested =
      "{AWS/Lambda,FunctionName} MetricName=\"Errors\" OR (MetricName=\"Invocations\" AND (ProjectA OR "
      "ProjectB))";
  EXPECT_TRUE(finds(nested, {"AWS/Lambda", "Errors", {{"FunctionName", "any"}}}));
  EXPECT_TRUE(finds(nested, {"AWS/Lambda", "Invocations", {{"FunctionName", "the-ProjectB-one"}}}));
  EXPECT_FALSE(finds(nested, {"AWS/Lambda", "Invocations", {{"FunctionName", "any"}}}));
}

TEST(Search, WhatIsNoSearch) {
  for (const char* bad : {"",   " ",  "{",     "{}",    "{N",      "{N,}",  "{N M}",     "}",     "(a",
                          "a)", "()", "a AND", "OR a",  "a OR",    "NOT",   "AND",       "a NOT", "\"a",
                          "a=", "=a", "a=\"b", "a {N}", "{N} {M}", "a=b=c", "a AND OR b"})
    EXPECT_NE(error(bad), "") << bad;
  EXPECT_EQ(error("(a"), "Invalid search expression: it is not complete");
  EXPECT_EQ(error("a )b"), "Invalid search expression near ')b'");
}

TEST(Search, Limits) {
  EXPECT_EQ(error(std::string(kMaxSearchCharacters, 'a')), "");
  EXPECT_EQ(error(std::string(kMaxSearchCharacters + 1, 'a')),
            "A search expression has at most 1024 characters");
  const auto nested = [](std::size_t levels) {
    return fmt::format("{}a{}", std::string(levels, '('), std::string(levels, ')'));
  };
  EXPECT_EQ(error(nested(kMaxSearchDepth)), "");
  EXPECT_NE(error(nested(kMaxSearchDepth + 1)), "");
}

TEST(Search, CopiesMatchAlike) {
  const auto search = SearchExpression::parse("{AWS/EC2,InstanceId} cpu");
  ASSERT_TRUE(search.ok());
  const SearchExpression copy = *search;
  EXPECT_TRUE(copy.matches({"", kOfInstance.space, kOfInstance.name, kOfInstance.dimensions}));
  EXPECT_EQ(copy.schema_namespace(), "AWS/EC2");
  EXPECT_EQ(copy.schema_dimensions(), std::vector<std::string>{"InstanceId"});
}

}  // namespace
}  // namespace stator::monitoring::math
