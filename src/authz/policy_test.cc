// Which documents are taken, and AWS's text for those that are not.
#include "authz/policy.h"

#include <gtest/gtest.h>

#include "authz/messages.h"

namespace stator::authz {
namespace {

std::string refusal(const std::string& text, DocumentKind kind = DocumentKind::kIdentity) {
  const auto parsed = parse_policy(text, kind);
  return parsed.ok() ? "" : parsed.error().message;
}
std::string statement(const std::string& members) {
  return R"({"Version":"2012-10-17","Statement":[{)" + members + "}]}";
}

TEST(ParsePolicy, TakesWhatAwsDocuments) {
  const auto parsed = parse_policy(
      R"({"Version":"2012-10-17","Id":"x","Statement":{"Sid":"A1","Effect":"Deny","NotAction":["s3:Get*","dynamodb:*"],)"
      R"("NotResource":"arn:aws:s3:::a/*","Condition":{"ForAllValues:StringNotLikeIfExists":{"aws:TagKeys":["a","b"]},)"
      R"("Bool":{"aws:SecureTransport":true},"NumericLessThan":{"s3:max-keys":10}}}})",
      DocumentKind::kIdentity);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  const Statement& only = parsed->statements.at(0);
  EXPECT_EQ(only.effect, Effect::kDeny);
  EXPECT_TRUE(only.not_action && only.not_resource && parsed->has_variables);
  ASSERT_EQ(only.conditions.size(), 3u);
  EXPECT_EQ(only.conditions[0].quantifier, Quantifier::kForAllValues);
  EXPECT_TRUE(only.conditions[0].negated && only.conditions[0].if_exists);
  EXPECT_EQ(only.conditions[0].key, "aws:tagkeys");
  EXPECT_EQ(only.conditions[1].values.at(0), "true");
  EXPECT_EQ(only.conditions[2].values.at(0), "10");
}

TEST(ParsePolicy, RefusesIdentityPolicies) {
  const std::string good = R"("Effect":"Allow","Action":"a:b","Resource":"*")";
  ASSERT_EQ(refusal(statement(good)), "");
  const std::pair<std::string, std::string> cases[] = {
      {"", "Syntax errors in policy."},
      {"[]", "Syntax errors in policy."},
      {R"({"Version":"2012-10-17"})", "Syntax errors in policy."},
      {R"({"Version":"2012-10-17","Statement":[]})", "Syntax errors in policy."},
      {R"({"Version":"2020-01-01","Statement":[{)" + good + "}]}", "Syntax errors in policy."},
      {R"({"Extra":1,"Statement":[{)" + good + "}]}", "Syntax errors in policy."},
      {statement(good + R"(,"Extra":1)"), "Syntax errors in policy."},
      {statement(good + R"(,"Effect":"Deny")"), "Syntax errors in policy."},
      {statement(R"("Effect":"allow","Action":"a:b","Resource":"*")"), "Syntax errors in policy."},
      {statement(R"("Action":"a:b","Resource":"*")"), "Syntax errors in policy."},
      {statement(good + R"(,"NotAction":"a:c")"), "Syntax errors in policy."},
      {statement(good + R"(,"Principal":"*")"), "Policy document should not specify a principal."},
      {statement(R"("Effect":"Allow","Resource":"*")"), "Policy statement must contain actions."},
      {statement(R"("Effect":"Allow","Action":"a:b")"), "Policy statement must contain resources."},
      {statement(R"("Effect":"Allow","Action":[],"Resource":"*")"), "Policy statement must contain actions."},
      {statement(R"("Effect":"Allow","Action":"PutItem","Resource":"*")"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {statement(R"("Effect":"Allow","Action":"dyn*:x","Resource":"*")"), "Vendor dyn* is not valid"},
      {statement(R"("Effect":"Allow","Action":"a:b","Resource":"table")"),
       "Resource table must be in ARN format or \"*\"."},
      {statement(R"("Effect":"Allow","Action":"a:b","Resource":"arn:aws:s3")"),
       "The policy failed legacy parsing"},
      {statement(R"("Effect":"Allow","Action":"a:b","Resource":"arn:mars:s3:::b")"),
       "Partition \"mars\" is not valid for resource \"arn:mars:s3:::b\"."},
      {statement(R"("Effect":"Allow","Action":"a:b","Resource":"arn:aws:iam:us-east-1:111111111111:role/r")"),
       "IAM resource arn:aws:iam:us-east-1:111111111111:role/r cannot contain region information."},
      {statement(good + R"(,"Sid":"not plain")"), std::string(messages::kSidCharacters)},
      {R"({"Statement":[{"Sid":"A",)" + good + R"(},{"Sid":"A",)" + good + "}]}",
       "Statement IDs (SID) in a single policy must be unique."},
      {statement(good + R"(,"Condition":{"StringIs":{"a:b":"c"}})"), "Invalid Condition type : StringIs."},
      {statement(good + R"(,"Condition":{"NullIfExists":{"a:b":"c"}})"),
       "Invalid Condition type : NullIfExists."},
      {statement(good + R"(,"Condition":{"Bool":{"key":"c"}})"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {statement(good + R"(,"Condition":{"Bool":{"a:b":{}}})"), "Syntax errors in policy."},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(refusal(text), message) << text;
}

TEST(ParsePolicy, RefusesTrustPolicies) {
  const std::string good =
      R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"})";
  const auto trust = [](const std::string& text) { return refusal(text, DocumentKind::kTrust); };
  ASSERT_EQ(trust(statement(good)), "");
  const std::pair<std::string, std::string> cases[] = {
      {"{", "This policy contains invalid Json"},
      {statement(good + R"(,"Resource":"*")"), "Has prohibited field Resource"},
      {statement(good + R"(,"Extra":"*")"), "Unknown field Extra"},
      {statement(R"("Effect":"Allow","Action":"sts:AssumeRole")"), "Missing required field Principal"},
      {statement(R"("Effect":"Allow","Principal":"*")"), "Missing required field Action"},
      {statement(R"("Effect":"Allow","Action":"s3:Get","Principal":"*")"),
       "AssumeRole policy may only specify STS AssumeRole actions."},
      {statement(R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"bob"})"),
       "Invalid principal in policy: \"AWS\":\"bob\""},
      {statement(R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda"})"),
       "Invalid principal in policy: \"SERVICE\":\"lambda\""},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(trust(text), message) << text;
}

TEST(ParsePolicy, DeepAndLongTextsEndAtOnce) {
  EXPECT_EQ(refusal(std::string(1 << 20, '[')), "Syntax errors in policy.");
  EXPECT_EQ(refusal(statement(R"("Effect":"Allow","Action":"a:b","Resource":"*","Condition":)" +
                              std::string(500, '[') + std::string(500, ']'))),
            "Syntax errors in policy.");
}

TEST(PolicySize, LeavesOutWhiteSpace) { EXPECT_EQ(policy_size("{ \"a\":\n\t1 }"), 7u); }

}  // namespace
}  // namespace stator::authz
