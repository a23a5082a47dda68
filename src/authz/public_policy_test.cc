#include "authz/public_policy.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace stator::authz {
namespace {

bool is_public_statement(const std::string& parts) {
  const auto policy = parse_policy(
      fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Action":"s3:GetObject","Resource":"*",{}}}]}})",
                  parts),
      DocumentKind::kResource);
  EXPECT_TRUE(policy.ok()) << parts;
  return policy.ok() && is_public(*policy);
}

bool is_public_under(const std::string& condition) {
  return is_public_statement(R"("Effect":"Allow","Principal":"*","Condition":{)" + condition + "}");
}

TEST(PublicPolicy, PrincipalsThatAreFixedAreNotThePublic) {
  EXPECT_TRUE(is_public_statement(R"("Effect":"Allow","Principal":"*")"));
  EXPECT_TRUE(is_public_statement(R"("Effect":"Allow","Principal":{"AWS":"*"})"));
  EXPECT_TRUE(is_public_statement(R"("Effect":"Allow","Principal":{"AWS":["123456789012","*"]})"));
  EXPECT_TRUE(is_public_statement(R"("Effect":"Allow","NotPrincipal":{"AWS":"123456789012"})"));
  EXPECT_FALSE(is_public_statement(R"("Effect":"Allow","Principal":{"AWS":"123456789012"})"));
  EXPECT_FALSE(is_public_statement(R"("Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"})"));
  EXPECT_FALSE(is_public_statement(R"("Effect":"Deny","Principal":"*")"));
}

TEST(PublicPolicy, ConditionsThatFixAValueMakeItNotPublic) {
  EXPECT_FALSE(is_public_under(R"("StringEquals":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_FALSE(is_public_under(R"("StringLike":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_TRUE(is_public_under(R"("StringLike":{"aws:SourceVpc":"vpc-*"})"));
  EXPECT_TRUE(is_public_under(R"("StringEquals":{"aws:SourceVpc":["vpc-91237329","${aws:userid}"]})"));
  EXPECT_TRUE(is_public_under(R"("StringNotEquals":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_TRUE(is_public_under(R"("StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_TRUE(is_public_under(R"("ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_FALSE(is_public_under(R"("ForAnyValue:StringEquals":{"aws:SourceVpc":"vpc-91237329"})"));
  EXPECT_TRUE(is_public_under(R"("StringEquals":{"aws:Referer":"https://example.com/"})"));
  EXPECT_TRUE(is_public_under(R"("Null":{"aws:SourceVpc":"false"})"));
  EXPECT_FALSE(is_public_under(
      R"("StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:123456789012:accesspoint/*"})"));
  EXPECT_TRUE(
      is_public_under(R"("StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-west-2:*:accesspoint/a"})"));
}

TEST(PublicPolicy, RangesOfAddressesAreFixedUpToAWidth) {
  EXPECT_FALSE(is_public_under(R"("IpAddress":{"aws:SourceIp":"198.51.100.7"})"));
  EXPECT_FALSE(is_public_under(R"("IpAddress":{"aws:SourceIp":["54.0.0.0/8","198.51.100.0/24"]})"));
  EXPECT_TRUE(is_public_under(R"("IpAddress":{"aws:SourceIp":"54.0.0.0/7"})"));
  EXPECT_TRUE(is_public_under(R"("IpAddress":{"aws:SourceIp":["198.51.100.0/24","0.0.0.0/1"]})"));
  EXPECT_FALSE(is_public_under(R"("IpAddress":{"aws:SourceIp":"2001:db8::/32"})"));
  EXPECT_TRUE(is_public_under(R"("IpAddress":{"aws:SourceIp":"2001:d00::/31"})"));
  EXPECT_TRUE(is_public_under(R"("NotIpAddress":{"aws:SourceIp":"198.51.100.0/24"})"));
}

TEST(PublicPolicy, OneStatementIsEnough) {
  const auto policy = parse_policy(
      R"({"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*"},
          {"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"*"}]})",
      DocumentKind::kResource);
  ASSERT_TRUE(policy.ok());
  EXPECT_TRUE(is_public(*policy));
}

}  // namespace
}  // namespace stator::authz
