#include "functions/process.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>

namespace stator::functions {
namespace {

using std::chrono_literals::operator""ms;

// Runs a line of the shell.
class Script final : public ProcessOwner {
 public:
  explicit Script(std::string text) : text_(std::move(text)) {}

  ProcessPlan plan() override {
    return {{"/bin/sh", "-c", text_}, {std::string(kFunctionVariable) + "=127.0.0.1:9001"}, {2}};
  }
  void on_started(int pid) override { pid_ = pid; }
  int output() const override { return -1; }
  void on_output() override {}
  int channel() const override { return -1; }
  void on_channel() override {}
  bool on_tick() override { return true; }
  void on_exit(int status) override { status_ = status; }

  int pid() const { return pid_; }
  int wait() const {
    while (status_ < 0) std::this_thread::sleep_for(1ms);
    return status_;
  }

 private:
  const std::string text_;
  std::atomic<int> pid_ = 0;
  std::atomic<int> status_ = -1;
};

TEST(Supervisor, EndsWhatAKilledLauncherLeaves) {
  Supervisor supervisor;
  std::string program = "/bin/sleep", seconds = "1000";
  char* arguments[] = {program.data(), seconds.data(), nullptr};
  pid_t stranger = -1;
  ASSERT_EQ(0, ::posix_spawn(&stranger, program.c_str(), nullptr, nullptr, arguments, environ));
  // In sessions of their own, below one another, and one whose parent has ended before.
  const auto killed = std::make_shared<Script>(
      "setsid sh -c 'sleep 1000 & sleep 1000' & (setsid sleep 1000 &); sleep 1000 & kill -KILL $$");
  supervisor.start(killed);
  const int status = killed->wait();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  std::vector<int> left;
  do {
    std::this_thread::sleep_for(1ms);
    left = children_of(::getpid());
  } while (left.size() > 1);
  EXPECT_EQ(left, std::vector<int>{stranger});
  supervisor.stop();  // else it may reap the stranger, once that has ended
  EXPECT_EQ(0, ::kill(stranger, SIGKILL));
  EXPECT_EQ(stranger, ::waitpid(stranger, nullptr, 0));
}

TEST(Supervisor, EndsEverythingWhenItStops) {
  Supervisor supervisor;
  const auto waiting = std::make_shared<Script>("exec sleep 1000");
  supervisor.start(waiting);
  while (children_of(::getpid()).empty()) std::this_thread::sleep_for(1ms);
  supervisor.stop();
  EXPECT_TRUE(children_of(::getpid()).empty());
  EXPECT_EQ(SIGTERM, WTERMSIG(waiting->wait()));
  EXPECT_GT(waiting->pid(), 0);
}

// Else whoever invokes a function while the server stops would wait for ever.
TEST(Supervisor, SaysThatNothingStartsAnyMore) {
  Supervisor supervisor;
  supervisor.stop();
  const auto late = std::make_shared<Script>("true");
  supervisor.start(late);
  EXPECT_EQ(-1, late->pid());
}

}  // namespace
}  // namespace stator::functions
