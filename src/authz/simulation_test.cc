// Which statements decide a request.
#include "authz/simulation.h"

#include <gtest/gtest.h>

namespace stator::authz {
namespace {

constexpr const char* kBucket = "arn:aws:s3:::production/Test";
constexpr const char* kAccount = "111122223333";

std::string document(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}
std::string statement(const std::string& effect, const std::string& action, const std::string& more = "") {
  return R"({"Effect":")" + effect + R"(","Action":")" + action + R"(","Resource":"*")" + more + "}";
}
SimulatedPolicy made(std::string id, const std::string& statements,
                     DocumentKind kind = DocumentKind::kIdentity) {
  auto policy = simulated_policy(std::move(id), document(statements), kind);
  EXPECT_TRUE(policy.ok()) << statements;
  return policy.ok() ? std::move(*policy) : SimulatedPolicy();
}
SimulatedPolicy of_resource(const std::string& effect, const std::string& principal) {
  return made("ResourcePolicy", statement(effect, "s3:Put*", R"(,"Principal":{"AWS":")" + principal + "\"}"),
              DocumentKind::kResource);
}
Simulation of_user(std::vector<SimulatedPolicy> identity) {
  Simulation out;
  out.identity = std::move(identity);
  out.caller = {kAccount, {"arn:aws:iam::111122223333:user/mateo"}};
  return out;
}

// "allowed: p#0 p#2", by policy and statement.
std::string outcome(const Simulation& simulation, std::string_view action,
                    std::string_view owner = kAccount) {
  const Simulated simulated = simulate(simulation, action, kBucket, owner);
  std::string text = simulated.decision.allowed         ? "allowed:"
                     : simulated.decision.explicit_deny ? "explicit deny:"
                                                        : "implicit deny:";
  for (const MatchedStatement& match : simulated.matched)
    text += " " + match.policy->id + "#" + std::to_string(match.statement);
  return text;
}

TEST(Simulate, StatementsOfTheCaller) {
  const Simulation simulation =
      of_user({made("p", statement("Allow", "s3:Put*") + "," + statement("Deny", "s3:PutBucketPolicy") + "," +
                             statement("Allow", "*")),
               made("q", statement("Allow", "iam:*"))});
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "allowed: p#0 p#2");
  EXPECT_EQ(outcome(simulation, "iam:GetRole"), "allowed: p#2 q#0");
  EXPECT_EQ(outcome(simulation, "s3:PutBucketPolicy"), "explicit deny: p#1");
  EXPECT_EQ(outcome(of_user({made("q", statement("Allow", "iam:*"))}), "s3:PutObject"), "implicit deny:");
}

// A document that says nothing of the action and one that denies it, as the API reference shows them.
TEST(Simulate, Boundaries) {
  Simulation simulation = of_user({made("p", statement("Allow", "s3:*"))});
  simulation.boundary = made("b", statement("Allow", "iam:*") + "," + statement("Deny", "s3:DeleteObject"));
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "implicit deny:");
  EXPECT_EQ(outcome(simulation, "s3:DeleteObject"), "explicit deny: b#1");
  simulation.boundary = made("b", statement("Allow", "s3:*"));
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "allowed: p#0");
}

TEST(Simulate, ResourcePolicies) {
  Simulation simulation = of_user({made("p", statement("Allow", "iam:*"))});
  simulation.boundary = made("b", statement("Allow", "iam:*"));
  // API reference, SimulateCustomPolicy: a user is allowed by the bucket, beyond his boundary.
  simulation.resource = of_resource("Allow", "arn:aws:iam::111122223333:user/mateo");
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "allowed: ResourcePolicy#0");
  simulation.caller_is_role = true;
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "implicit deny:");
  simulation.caller_is_role = false;
  // SimulatePrincipalPolicy: over the border it is not enough, and is told.
  EXPECT_EQ(outcome(simulation, "s3:PutObject", "444455556666"), "implicit deny: ResourcePolicy#0");
  simulation.resource = of_resource("Deny", "*");
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "explicit deny: ResourcePolicy#0");
  simulation.resource = of_resource("Allow", "arn:aws:iam::111122223333:user/other");
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "implicit deny:");
}

TEST(Simulate, OverTheBorderBothHaveToAllow) {
  Simulation simulation = of_user({made("p", statement("Allow", "s3:*"))});
  EXPECT_EQ(outcome(simulation, "s3:PutObject", "444455556666"), "allowed: p#0");  // no policy to ask
  simulation.resource = of_resource("Allow", kAccount);
  EXPECT_EQ(outcome(simulation, "s3:PutObject", "444455556666"), "allowed: p#0 ResourcePolicy#0");
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "allowed: p#0");
  simulation.resource = of_resource("Allow", "444455556666");
  EXPECT_EQ(outcome(simulation, "s3:PutObject", "444455556666"), "implicit deny: p#0");
}

TEST(Simulate, Facts) {
  Simulation simulation = of_user({made(
      "p", statement("Allow", "s3:*", R"(,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}})"))});
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "implicit deny:");
  simulation.facts.set("aws:MultiFactorAuthPresent", "true");
  EXPECT_EQ(outcome(simulation, "s3:PutObject"), "allowed: p#0");
}

TEST(SimulatedPolicy, Malformed) {
  EXPECT_FALSE(simulated_policy("p", "{", DocumentKind::kIdentity).ok());
  const SimulatedPolicy policy = made("p", statement("Allow", "s3:*"));
  EXPECT_EQ(policy.places.size(), policy.policy.statements.size());
  EXPECT_EQ(policy.bytes, document(statement("Allow", "s3:*")).size());
}

}  // namespace
}  // namespace stator::authz
