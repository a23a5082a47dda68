// Sessions are shared while they last, and renewed in time; who may not be assumed gets none.
#include "functions/roles.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/clock.h"
#include "storage/memory/memory_engine.h"

namespace stator::functions {
namespace {

constexpr const char* kAccount = "000000000000";
constexpr const char* kRole = "arn:aws:iam::000000000000:role/worker";
constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},)"
    R"("Action":"sts:AssumeRole"}]})";
constexpr const char* kMayPut =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*"}})";
constexpr std::int64_t kHourMicros = 3600ll * 1'000'000;

class RolesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = base::block_on(identity::Directory::open(engine_, clock_));
    ASSERT_TRUE(opened.ok()) << opened.error();
    directory_ = std::move(*opened);
    access_ = std::make_unique<identity::AccessControl>(*directory_, std::vector<identity::RootKey>());
    function_.scope = {kAccount, "us-east-1"};
    function_.name = "f";
  }
  Roles roles(bool enforced) {
    return Roles(Roles::Parts{*directory_, *access_, base::SecureRandom::system(), enforced});
  }
  void make_role() {
    auto put = [](identity::Draft& draft) -> aws::Result<base::Ok> {
      identity::Principal role;
      role.kind = identity::PrincipalKind::kRole;
      role.account = kAccount;
      role.name = "worker";
      role.id = "AROAEXAMPLE";
      role.trust_document = kTrust;
      role.inline_policies = {{"p", kMayPut}};
      draft.put(std::move(role));
      return base::Ok{};
    };
    ASSERT_TRUE(base::block_on(directory_->change(put)).ok());
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<identity::Directory> directory_;
  std::unique_ptr<identity::AccessControl> access_;
  Function function_;
};

TEST_F(RolesTest, SessionsAreSharedAndRenewed) {
  make_role();
  Roles roles = this->roles(true);
  const auto first = base::block_on(roles.session(function_, kRole));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(access_->find_credential((*first)->id)->principal->arn,
            "arn:aws:sts::000000000000:assumed-role/worker/f");
  clock_.advance_micros(5 * kHourMicros);
  EXPECT_EQ((*base::block_on(roles.session(function_, kRole)))->id, (*first)->id);
  clock_.advance_micros(kHourMicros);
  EXPECT_NE((*base::block_on(roles.session(function_, kRole)))->id, (*first)->id);
  EXPECT_TRUE(is_fresh(**first, clock_.unix_millis()));
  clock_.advance_micros(5 * kHourMicros + kHourMicros / 2 - 1000);
  EXPECT_TRUE(is_fresh(**first, clock_.unix_millis()));
  clock_.advance_micros(1000);
  EXPECT_FALSE(is_fresh(**first, clock_.unix_millis()));
}

TEST_F(RolesTest, PoliciesDecideWhereTheyAreEnforced) {
  Roles enforced = roles(true), lax = roles(false);
  EXPECT_FALSE(enforced.check(function_, kRole).ok());
  EXPECT_TRUE(lax.check(function_, kRole).ok());
  EXPECT_EQ(base::block_on(enforced.session(function_, kRole)).error().kind, FailureKind::kDenied);
  EXPECT_EQ((*base::block_on(lax.session(function_, kRole)))->account, kAccount);
  make_role();
  EXPECT_TRUE(enforced.check(function_, kRole).ok());
  EXPECT_FALSE(enforced.check(function_, "arn:aws:iam::000000000000:role/path/worker").ok());
  EXPECT_FALSE(enforced.check(function_, "arn:aws:iam::111111111111:role/worker").ok());
  const auto session = base::block_on(enforced.session(function_, kRole));
  const std::string table = "arn:aws:dynamodb:us-east-1:000000000000:table/t";
  EXPECT_TRUE(enforced.allows(function_, **session, "dynamodb:PutItem", table));
  EXPECT_FALSE(enforced.allows(function_, **session, "dynamodb:GetItem", table));
  EXPECT_TRUE(lax.allows(function_, **session, "dynamodb:GetItem", table));
  // What is another account's, that account has to allow, too.
  const std::string foreign = "arn:aws:dynamodb:us-east-1:111111111111:table/t";
  const auto policy = [&](std::string_view action) {
    return fmt::format(
        R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{}"}},)"
        R"("Action":"{}","Resource":"*"}}}})",
        kRole, action);
  };
  EXPECT_FALSE(enforced.allows(function_, **session, "dynamodb:PutItem", foreign));
  EXPECT_TRUE(enforced.allows(function_, **session, "dynamodb:PutItem", foreign, policy("dynamodb:PutItem")));
  EXPECT_FALSE(
      enforced.allows(function_, **session, "dynamodb:GetItem", foreign, policy("dynamodb:GetItem")));
}

}  // namespace
}  // namespace stator::functions
