#include "authz/context_keys.h"

#include <gtest/gtest.h>

namespace stator::authz {
namespace {

std::vector<std::string> keys_of(const std::vector<std::string>& documents) {
  ContextKeys keys;
  for (const std::string& document : documents) {
    const auto policy = parse_policy(document, DocumentKind::kIdentity);
    EXPECT_TRUE(policy.ok()) << document;
    if (policy.ok()) keys.add(*policy);
  }
  return keys.names();
}
std::string policy(const std::string& version, const std::string& members) {
  return R"({"Version":")" + version + R"(","Statement":{"Effect":"Allow","Action":"dynamodb:*",)" + members +
         "}}";
}

using Names = std::vector<std::string>;

// awscli/examples/iam/get-context-keys-for-custom-policy.rst
TEST(ContextKeys, AsTheAwsCliShowsThem) {
  EXPECT_EQ(
      keys_of({policy("2012-10-17",
                      R"("Resource":"arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}",)"
                      R"("Condition":{"DateGreaterThan":{"aws:CurrentTime":"2015-08-16T12:00:00Z"}})")}),
      (Names{"aws:username", "aws:CurrentTime"}));
}

TEST(ContextKeys, EachOnce) {
  EXPECT_EQ(
      keys_of({policy("2012-10-17", R"("Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},)"
                                    R"("StringEquals":{"AWS:securetransport":"x"}})"),
               policy("2012-10-17", R"("Resource":"*","Condition":{"Null":{"aws:SecureTransport":true}})")}),
      Names{"aws:SecureTransport"});
}

TEST(ContextKeys, Variables) {
  const std::string resource =
      R"("Resource":["arn:aws:s3:::b/${aws:username, 'x'}${*}${?}${$}/${aws:userid}/${",)"
      R"("arn:aws:s3:::${aws:PrincipalTag/a b}"],)"
      R"("Condition":{"StringLike":{"s3:prefix":["${aws:PrincipalAccount}/*"]}})";
  EXPECT_EQ(
      keys_of({policy("2012-10-17", resource)}),
      (Names{"aws:username", "aws:userid", "aws:PrincipalTag/a b", "s3:prefix", "aws:PrincipalAccount"}));
  EXPECT_EQ(keys_of({policy("2008-10-17", resource)}), Names{"s3:prefix"});
}

}  // namespace
}  // namespace stator::authz
