#include "functions/alarm_actions.h"

#include "functions/invoker_fixture.h"

namespace stator::functions {
namespace {

using base::block_on;

constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:f";
constexpr const char* kAlarm = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a";
constexpr const char* kStatement =
    R"({"Sid":"s","Effect":"Allow","Principal":{"Service":"lambda.alarms.cloudwatch.amazonaws.com"},)"
    R"("Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f",)"
    R"("Condition":{"StringEquals":{"AWS:SourceAccount":"000000000000"},)"
    R"("ArnLike":{"AWS:SourceArn":"arn:aws:cloudwatch:us-east-1:000000000000:alarm:a"}}})";

// Nothing runs: events stay in the queue.
class AlarmActionsTest : public InvokerFixture {
 protected:
  AlarmActionsTest() {
    block_on(invoker_.stop());
    Function function;
    function.scope = {"000000000000", "us-east-1"};
    function.name = "f";
    EXPECT_TRUE(block_on(registry_.create(function, "zip")).ok());
  }
  // The reason of the failure; empty: it has worked.
  std::string invoke(const char* arn, bool enforced, const char* alarm = kAlarm) {
    AlarmActions actions(registry_, async_invoker_, enforced);
    const monitoring::Scope scope{"000000000000", "us-east-1"};
    auto done = block_on(actions.invoke_function(scope, arn, alarm, "{\"x\":1}"));
    if (done.ok()) return "";
    EXPECT_FALSE(done.error().retry);
    EXPECT_FALSE(done.error().reason.empty());
    return done.error().reason;
  }
};

TEST_F(AlarmActionsTest, QueuesAnEvent) {
  EXPECT_EQ(invoke(kFunction, false), "");
  EXPECT_EQ(queued(), "f: {\"x\":1}\n");
}

TEST_F(AlarmActionsTest, QueuesForAQualifier) {
  EXPECT_EQ(invoke("arn:aws:lambda:us-east-1:000000000000:function:f:alias", false), "");
  EXPECT_EQ(queued(), "f:alias {\"x\":1}\n");
}

TEST_F(AlarmActionsTest, FunctionsThatAreNotThere) {
  for (const char* arn : {"arn:aws:lambda:us-east-1:000000000000:function:g",
                          "arn:aws:lambda:us-east-1:000000000001:function:f",
                          "arn:aws:lambda:eu-west-1:000000000000:function:f",
                          "arn:aws:lambda:us-east-1:000000000000:layer:f", "arn:aws:lambda:us-east-1"})
    EXPECT_NE(invoke(arn, false), "") << arn;
  EXPECT_EQ(queued(), "");
}

TEST_F(AlarmActionsTest, ThePolicyDecidesWhereItIsEnforced) {
  EXPECT_NE(invoke(kFunction, true), "");
  const auto allow = [](Function& function) -> Result<base::Ok> {
    function.policy.push_back({"s", "", kStatement});
    return base::Ok{};
  };
  ASSERT_TRUE(block_on(registry_.change({"000000000000", "us-east-1"}, "f", allow)).ok());
  EXPECT_EQ(invoke(kFunction, true), "");
  EXPECT_NE(invoke(kFunction, true, "arn:aws:cloudwatch:us-east-1:000000000000:alarm:b"), "");
  EXPECT_NE(invoke("arn:aws:lambda:us-east-1:000000000000:function:f:alias", true), "");
}

}  // namespace
}  // namespace stator::functions
