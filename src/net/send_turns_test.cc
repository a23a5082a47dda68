#include "net/send_turns.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "base/task.h"

namespace stator::net {
namespace {

class SendTurnsTest : public testing::Test {
 protected:
  SendTurnsTest() : thread_([this] { loop_.run(); }) {}
  ~SendTurnsTest() override {
    loop_.stop();
    thread_.join();
  }

  // Makes a response ready, sends it when its turn comes.
  base::Task<> respond(std::string name, std::size_t bytes) {
    log_.push_back("ready " + name);
    co_await turns_.next(bytes);
    log_.push_back("sent " + name);
  }

  // As many at once; returns when all are sent.
  base::Task<> respond_in_one_round(int count, std::size_t bytes) {
    co_await base::switch_to(loop_);
    for (int i = 0; i < count; ++i) base::spawn(respond(std::to_string(i), bytes));
    co_await base::yield();
    co_await base::yield();
  }

  std::vector<std::string> log_of_round(int count, std::size_t bytes = 1000) {
    log_.clear();
    base::block_on(respond_in_one_round(count, bytes));
    return log_;
  }

  base::EventLoop loop_;
  SendTurns turns_{loop_};
  std::vector<std::string> log_;
  std::thread thread_;
};

using Log = std::vector<std::string>;

TEST_F(SendTurnsTest, ResponsesOfOneRoundAreSentOneAfterAnother) {
  EXPECT_EQ(log_of_round(3), (Log{"ready 0", "ready 1", "ready 2", "sent 0", "sent 1", "sent 2"}));
  EXPECT_EQ(log_of_round(2), (Log{"ready 0", "ready 1", "sent 0", "sent 1"}));
}

TEST_F(SendTurnsTest, ManyBytesDoNotWait) {
  EXPECT_EQ(log_of_round(2, SendTurns::kMaxBytes / 2), (Log{"ready 0", "ready 1", "sent 0", "sent 1"}));
  EXPECT_EQ(log_of_round(3, SendTurns::kMaxBytes / 2),
            (Log{"ready 0", "ready 1", "ready 2", "sent 2", "sent 0", "sent 1"}));
  EXPECT_EQ(log_of_round(2, SendTurns::kMaxBytes + 1), (Log{"ready 0", "sent 0", "ready 1", "sent 1"}));
}

TEST_F(SendTurnsTest, WhoWasAloneDoesNotWaitForAWhile) {
  EXPECT_EQ(log_of_round(1), (Log{"ready 0", "sent 0"}));
  for (int i = 0; i + 1 < SendTurns::kSentAlone; i += 2) {
    EXPECT_EQ(log_of_round(2), (Log{"ready 0", "sent 0", "ready 1", "sent 1"})) << i;
  }
  EXPECT_EQ(log_of_round(2), (Log{"ready 0", "ready 1", "sent 0", "sent 1"}));
}

}  // namespace
}  // namespace stator::net
