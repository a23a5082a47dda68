#include "identity/service_trust.h"

#include <gtest/gtest.h>

namespace stator::identity {
namespace {

Principal role_with(const std::string& statement) {
  Principal role;
  role.kind = PrincipalKind::kRole;
  role.account = "123456789012";
  role.name = "worker";
  role.trust_document = R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
  parse_documents(&role);
  return role;
}

std::string statement(const std::string& principal, const std::string& effect = "Allow",
                      const std::string& more = "") {
  return R"({"Effect":")" + effect + R"(","Principal":)" + principal + R"(,"Action":"sts:AssumeRole")" +
         more + "}";
}

TEST(ServiceTrust, NamesTheService) {
  const std::string lambda = R"({"Service":"lambda.amazonaws.com"})";
  const std::string both = R"({"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]})";
  const std::string condition = R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}})";
  const std::string other = R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}})";
  authz::Facts facts;
  facts.set("aws:SourceAccount", "123456789012");
  const struct {
    std::string statements;
    bool trusted;
  } kCases[] = {
      {statement(lambda), true},
      {statement(both), true},
      {statement(R"({"Service":"ec2.amazonaws.com"})"), false},
      {statement(R"({"AWS":"arn:aws:iam::123456789012:root"})"), false},
      {statement(R"({"AWS":"*"})"), true},
      {statement(lambda, "Deny") + "," + statement(both), false},
      {statement(lambda, "Allow", condition), true},
      {statement(lambda, "Allow", other), false},
  };
  for (const auto& each : kCases)
    EXPECT_EQ(each.trusted, trusts_service(role_with(each.statements), "lambda.amazonaws.com", facts))
        << each.statements;
}

}  // namespace
}  // namespace stator::identity
