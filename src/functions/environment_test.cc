#include "functions/environment.h"

#include <gtest/gtest.h>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "storage/memory/memory_engine.h"

namespace stator::functions {
namespace {

// An environment whose process is not started.
class EnvironmentTest : public testing::Test {
 protected:
  ~EnvironmentTest() override { base::block_on(tasks_.wait()); }

  bool assign() { return environment_->assign("request", "{}", "arn", "", done_); }

  base::Clock& clock_ = base::Clock::system();
  storage::MemoryEngine engine_{clock_};
  base::ThreadPool pool_{1};
  telemetry::Logs logs_{engine_, clock_, pool_};
  base::TaskGroup tasks_;
  base::Result<Workplace, std::string> workplace_ = Workplace::make("");
  const Gateway gateway_{[](net::Listener) {}, [](std::string) {}, ""};
  int ended_ = 0;
  base::Completion<Outcome> done_;
  const std::shared_ptr<Environment> environment_ = std::make_shared<Environment>(
      EnvironmentPlan{.isolation = Isolation::kProcess}, *workplace_, gateway_, nullptr,
      std::make_shared<LogWriter>(logs_, pool_, tasks_, telemetry::Scope{}, "group", "stream", nullptr),
      clock_, [this](Environment&) { ++ended_; });
};

TEST_F(EnvironmentTest, IsNotEndedWhileItIsInvoked) {
  EXPECT_TRUE(environment_->is_free());
  EXPECT_TRUE(assign());
  EXPECT_FALSE(environment_->is_free());
  EXPECT_FALSE(environment_->end_if_free());
  environment_->on_started(-1);
  const auto outcome = base::block_on(
      [](base::Completion<Outcome>& done) -> base::Task<Outcome> { co_return co_await done; }(done_));
  EXPECT_EQ("Unhandled", outcome.function_error);
  EXPECT_EQ(1, ended_);
}

TEST_F(EnvironmentTest, IsNotInvokedOnceItIsEnded) {
  EXPECT_TRUE(environment_->end_if_free());
  EXPECT_FALSE(environment_->end_if_free());
  EXPECT_FALSE(assign());
}

}  // namespace
}  // namespace stator::functions
