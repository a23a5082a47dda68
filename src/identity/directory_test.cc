// What is put is found, survives a restart, and a change that fails leaves nothing.
#include "identity/directory.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "identity/aws_policies.h"
#include "storage/memory/memory_engine.h"

namespace stator::identity {
namespace {

constexpr const char* kAccount = "000000000000";
constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},)"
    R"("Action":"sts:AssumeRole"}]})";

class DirectoryTest : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    auto opened = base::block_on(Directory::open(engine_, clock_));
    ASSERT_TRUE(opened.ok()) << opened.error();
    directory_ = std::move(*opened);
  }
  aws::Result<base::Ok> change(Directory::ChangeFunction change) {
    return base::block_on(directory_->change(std::move(change)));
  }
  static Principal role(std::string name) {
    Principal out;
    out.kind = PrincipalKind::kRole;
    out.account = kAccount;
    out.name = std::move(name);
    out.id = "AROAEXAMPLE";
    out.trust_document = kTrust;
    out.tags = {{"team", "x"}};
    out.inline_policies = {
        {"p", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"}};
    out.attached = {"arn:aws:iam::aws:policy/AdministratorAccess"};
    return out;
  }

  base::ManualClock clock_;
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<Directory> directory_;
};

TEST_F(DirectoryTest, RecordsSurviveARestart) {
  ASSERT_TRUE(change([](Draft& draft) -> aws::Result<base::Ok> {
                draft.put(role("Reader"));
                draft.put(AccessKey{"AKIA1", "secret", kAccount, "ann", true, 5});
                ManagedPolicy policy;
                policy.account = kAccount;
                policy.path = "/team/";
                policy.name = "Mine";
                policy.versions = {{1, "{}", 0}};
                draft.put(std::move(policy));
                Session session;
                session.id = "ASIA1";
                session.account = kAccount;
                session.expires_millis = 1'800'000'000'000;
                draft.put(std::move(session));
                return base::Ok{};
              }).ok());
  for (int round = 0; round < 2; ++round) {
    const PrincipalRef found = directory_->find(PrincipalKind::kRole, kAccount, "READER");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->name, "Reader");
    EXPECT_EQ(found->arn(), "arn:aws:iam::000000000000:role/Reader");
    EXPECT_EQ(found->tags.at(0).key, "team");
    EXPECT_EQ(found->inline_parsed.size(), 1u);
    EXPECT_NE(found->trust_parsed, nullptr);
    EXPECT_EQ(directory_->find(PrincipalKind::kUser, kAccount, "Reader"), nullptr);
    EXPECT_EQ(directory_->find(PrincipalKind::kRole, "111111111111", "Reader"), nullptr);
    EXPECT_EQ(directory_->find_key("AKIA1")->secret, "secret");
    EXPECT_EQ(directory_->keys_of(kAccount, "ann").size(), 1u);
    EXPECT_NE(directory_->find_policy("arn:aws:iam::000000000000:policy/team/Mine"), nullptr);
    EXPECT_EQ(directory_->find_policy("arn:aws:iam::000000000000:policy/Mine"), nullptr);
    EXPECT_NE(directory_->find_session("ASIA1"), nullptr);
    reopen();
  }
}

TEST_F(DirectoryTest, ARefusedChangeLeavesNothing) {
  const auto refused = change([](Draft& draft) -> aws::Result<base::Ok> {
    draft.put(role("Reader"));
    return aws::validation_error("no");
  });
  EXPECT_FALSE(refused.ok());
  EXPECT_EQ(directory_->find(PrincipalKind::kRole, kAccount, "Reader"), nullptr);
}

TEST_F(DirectoryTest, WhatIsErasedIsGone) {
  ASSERT_TRUE(change([](Draft& draft) -> aws::Result<base::Ok> {
                draft.put(role("Reader"));
                return base::Ok{};
              }).ok());
  ASSERT_TRUE(change([](Draft& draft) -> aws::Result<base::Ok> {
                draft.erase(*draft.directory().find(PrincipalKind::kRole, kAccount, "Reader"));
                return base::Ok{};
              }).ok());
  EXPECT_EQ(directory_->find(PrincipalKind::kRole, kAccount, "Reader"), nullptr);
  reopen();
  EXPECT_EQ(directory_->find(PrincipalKind::kRole, kAccount, "Reader"), nullptr);
}

TEST_F(DirectoryTest, SessionsThatEndedLongAgoAreSwept) {
  const auto put = [&](const char* id) {
    return change([&](Draft& draft) -> aws::Result<base::Ok> {
      Session session;
      session.id = id;
      session.account = kAccount;
      session.expires_millis = clock_.unix_millis() + 1000;
      draft.put(std::move(session));
      return base::Ok{};
    });
  };
  ASSERT_TRUE(put("ASIA1").ok());
  clock_.advance_micros(25LL * 3600 * 1'000'000);
  ASSERT_TRUE(put("ASIA2").ok());
  EXPECT_EQ(directory_->find_session("ASIA1"), nullptr);
  EXPECT_NE(directory_->find_session("ASIA2"), nullptr);
  // One that is put again lasts as long as it says then, and one that is erased is not swept besides.
  clock_.advance_micros(25LL * 3600 * 1'000'000);
  ASSERT_TRUE(put("ASIA2").ok());
  ASSERT_TRUE(put("ASIA3").ok());
  EXPECT_NE(directory_->find_session("ASIA2"), nullptr);
  clock_.advance_micros(25LL * 3600 * 1'000'000);
  ASSERT_TRUE(change([&](Draft& draft) -> aws::Result<base::Ok> {
                draft.erase(*draft.directory().find_session("ASIA2"));
                return base::Ok{};
              }).ok());
  EXPECT_EQ(directory_->find_session("ASIA2"), nullptr);
  EXPECT_EQ(directory_->find_session("ASIA3"), nullptr);
}

TEST_F(DirectoryTest, EndedSessionsAreKeptOnlyWhereThereAreFew) {
  const auto put = [&](const std::string& prefix, std::size_t count) {
    return change([&](Draft& draft) -> aws::Result<base::Ok> {
      for (std::size_t i = 0; i < count; ++i) {
        Session session;
        session.id = prefix + std::to_string(i);
        session.account = kAccount;
        session.expires_millis = clock_.unix_millis() + 1000;
        draft.put(std::move(session));
      }
      return base::Ok{};
    });
  };
  ASSERT_TRUE(put("A", kMaxSessionsWithEnded - 1).ok());
  clock_.advance_micros(2'000'000);
  for (const char* id : {"B", "C"}) {
    ASSERT_TRUE(put(id, 1).ok());
    EXPECT_NE(directory_->find_session("A0"), nullptr);
  }
  ASSERT_TRUE(put("D", 1).ok());
  EXPECT_EQ(directory_->find_session("A0"), nullptr);
  EXPECT_NE(directory_->find_session("A9"), nullptr);  // a hundred at a time
  EXPECT_NE(directory_->find_session("B0"), nullptr);
}

TEST(AwsPolicies, AreWellFormed) {
  for (const ManagedPolicy& policy : aws_policies()) {
    const auto parsed =
        authz::parse_policy(policy.default_document()->document, authz::DocumentKind::kIdentity);
    EXPECT_TRUE(parsed.ok()) << policy.name << ": " << (parsed.ok() ? "" : parsed.error().message);
  }
}

TEST_F(DirectoryTest, AUserIsFoundByHisIdUnderAnotherName) {
  const auto user = [](std::string name, std::string id) {
    Principal out;
    out.account = kAccount;
    out.name = std::move(name);
    out.id = std::move(id);
    return out;
  };
  ASSERT_TRUE(change([&](Draft& draft) -> aws::Result<base::Ok> {
                draft.put(user("ann", "AIDA1"));
                draft.put(AccessKey{"AKIA1", "secret", kAccount, "ann", true, 5});
                return base::Ok{};
              }).ok());
  EXPECT_EQ("ann", directory_->find_user(kAccount, "ann", "AIDA1")->name);
  // Renamed in one change, and there is a new one of the old name.
  ASSERT_TRUE(change([&](Draft& draft) -> aws::Result<base::Ok> {
                draft.erase(user("ann", "AIDA1"));
                draft.put(AccessKey{"AKIA1", "secret", kAccount, "beth", true, 5});
                draft.put(user("beth", "AIDA1"));
                draft.put(user("ann", "AIDA2"));
                return base::Ok{};
              }).ok());
  reopen();
  EXPECT_EQ("beth", directory_->find_user(kAccount, "ann", "AIDA1")->name);
  EXPECT_EQ("ann", directory_->find_user(kAccount, "ann", "AIDA2")->name);
  EXPECT_EQ(nullptr, directory_->find_user(kAccount, "ann", "AIDA3"));
  EXPECT_EQ(nullptr, directory_->find_user("111111111111", "ann", "AIDA2"));
  EXPECT_EQ(1u, directory_->keys_of(kAccount, "beth").size());
  EXPECT_EQ(0u, directory_->keys_of(kAccount, "ann").size());
}

}  // namespace
}  // namespace stator::identity
